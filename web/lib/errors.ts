import { formatMoney } from './money.ts'

/**
 * The registry of error codes as people read them: what happened, what it means for the bid or the money, what to do.
 * Codes come from the database (supabase/README.md); nobody reads a server's `message`.
 */
export interface ErrorText {
  /** What happened. */
  title: string
  /** What it means for the bid or the money. */
  meaning: string
  /** What to do next. */
  action: string
}

/** Facts the server sent along: `min_cents`, `retry_after_ms`, `field`, `status`, … */
export type ErrorDetails = Readonly<Record<string, unknown>>

function amount(details: ErrorDetails, key: string): string | null {
  const value = details[key]
  return typeof value === 'number' ? formatMoney(value) : null
}

function seconds(details: ErrorDetails): string {
  const ms = details.retry_after_ms
  if (typeof ms !== 'number') return 'a moment'
  const count = Math.max(1, Math.ceil(ms / 1000))
  return count === 1 ? '1 second' : `${count} seconds`
}

const REGISTRY = {
  LOWBD: (details) => {
    const minimum = amount(details, 'min_cents')
    return {
      title: 'The price has moved on',
      meaning: 'Your bid was not placed.',
      action:
        minimum === null
          ? 'Look at the new price and bid again.'
          : `The lowest bid is now ${minimum}.`,
    }
  },
  LATEB: () => ({
    title: 'The auction is over',
    meaning: 'Your bid arrived after the end and was not placed. You owe nothing for it.',
    action: 'Have a look at what is still running.',
  }),
  NLIVE: () => ({
    title: 'Bidding has not opened yet',
    meaning: 'Your bid was not placed.',
    action: 'Wait for the opening, or add it to your watchlist.',
  }),
  OWNLT: () => ({
    title: 'This is your own lot',
    meaning: 'Sellers cannot bid on what they sell. Nothing was placed.',
    action: 'Let the others bid.',
  }),
  SOLDX: () => ({
    title: 'No longer available',
    meaning: 'Somebody else was faster. You have not been charged.',
    action: 'Look at similar items.',
  }),
  STATE: () => ({
    title: 'That is not possible any more',
    meaning: 'Things have changed since this page was loaded. Nothing was done.',
    action: 'Reload to see the current state.',
  }),
  TOTAL: (details) => ({
    title: 'No card can be charged so little',
    meaning: `All in, it could be sold for less than ${amount(details, 'min_cents') ?? 'the smallest payment'}. Nothing was published.`,
    action: 'Raise the price, or charge something for shipping.',
  }),
  NOFND: () => ({
    title: 'Not found',
    meaning: 'It does not exist, or it is not yours to see.',
    action: 'Check the address, or go back to the start page.',
  }),
  INVAL: (details) => ({
    title: 'Something in the input is not right',
    meaning: 'Nothing was saved.',
    action:
      typeof details.field === 'string'
        ? `Check “${fieldLabel(details.field)}” and try again.`
        : 'Check what you entered and try again.',
  }),
  IDMPT: () => ({
    title: 'This was sent before with other values',
    meaning: 'The first one counts; this one was not carried out.',
    action: 'Reload to see what went through before trying again.',
  }),
  RTLIM: (details) => ({
    title: 'A little too fast',
    meaning: 'This was not carried out.',
    action: `Wait ${seconds(details)} and try again.`,
  }),
  SLOWM: (details) => ({
    title: 'Slow mode is on',
    meaning: 'The host limits how often everybody writes. Your message was not sent.',
    action: `Wait ${seconds(details)} and send it again.`,
  }),
  MUTED: () => ({
    title: 'You are muted in this chat',
    meaning: 'Your message was not sent. Bidding still works.',
    action: 'Wait until the host lifts it.',
  }),
  NAUDI: (details) => ({
    title: `Only ${details.audience === 'buyers' ? 'buyers' : 'followers'} can write now`,
    meaning: 'Your message was not sent. Bidding still works.',
    action:
      details.audience === 'buyers'
        ? 'Wait until the host opens the chat again.'
        : 'Follow the shop and send it again.',
  }),
  WORDS: () => ({
    title: 'A word in it is not allowed here',
    meaning: 'The shop blocks it in its chat. Your message was not sent.',
    action: 'Say it in other words.',
  }),
  KBANN: () => ({
    title: 'You cannot take part here',
    meaning: 'You have been excluded, so nothing was placed or sent.',
    action: 'Contact support if you think this is a mistake.',
  }),
  NOCRD: () => ({
    title: 'A card is needed to bid',
    meaning: 'Your bid was not placed, and nothing was charged.',
    action: 'Add a card to your account; you pay only if you win.',
  }),
  XPOSE: () => ({
    title: 'This goes past your bidding limit',
    meaning: 'The bid was not placed: your open bids together would be too high.',
    action: 'Bid less, or wait until other auctions of yours have ended.',
  }),
  MFAAL: () => ({
    title: 'Your second factor is needed',
    meaning: 'This action is protected. Nothing was done yet.',
    action: 'Confirm with your authenticator and try again.',
  }),
  PAUSD: () => ({
    title: 'Bidding is paused everywhere',
    meaning: 'Your bid was not placed. Running auctions are given the lost time back.',
    action: 'Try again when the notice is gone.',
  }),
  UNVER: () => ({
    title: 'Confirm your e-mail first',
    meaning: 'Your bid was not placed.',
    action: 'Open the link we mailed you, then bid again.',
  }),
  NFOLL: () => ({
    title: 'For followers only',
    meaning: 'You have not entered.',
    action: 'Follow the shop, then enter.',
  }),
  NSEEN: () => ({
    title: 'You need to be in the show',
    meaning: 'You have not entered: this is for who is watching right now.',
    action: 'Keep the show open and try again in a moment.',
  }),
  '42501': () => ({
    title: 'You are not allowed to do that',
    meaning: 'Nothing was done.',
    action: 'Sign in with the right account and try again.',
  }),
} as const satisfies Record<string, (details: ErrorDetails) => ErrorText>

/** A code the database raises or returns. */
export type DatabaseErrorCode = keyof typeof REGISTRY
/** `NETWORK`: no answer. `AUTH`: the sign-in service refused. `UNKNOWN`: anything not in the registry. */
export type ErrorCode = DatabaseErrorCode | 'NETWORK' | 'AUTH' | 'UNKNOWN'

/** All registered codes, for the test that keeps them in step with the database. */
export const DATABASE_ERROR_CODES = Object.keys(REGISTRY).filter(isDatabaseErrorCode)

function isDatabaseErrorCode(code: unknown): code is DatabaseErrorCode {
  return typeof code === 'string' && Object.hasOwn(REGISTRY, code)
}

const NETWORK: ErrorText = {
  title: 'No connection',
  meaning: 'We could not reach the auctioneer, so we do not know more than you see.',
  action: 'Check your connection and try again.',
}

const UNKNOWN: ErrorText = {
  title: 'Something went wrong on our side',
  meaning: 'If this was a bid or a payment, look at “My bids” before repeating it.',
  action: 'Try again in a moment.',
}

/** Every error the UI handles: a code to decide by, and text to show. The original is the `cause`. */
export class AppError extends Error {
  override name = 'AppError'
  readonly code: ErrorCode
  readonly text: ErrorText
  readonly details: ErrorDetails

  constructor(code: ErrorCode, text: ErrorText, details: ErrorDetails = {}, cause?: unknown) {
    super(`${code}: ${text.title}`, { cause })
    this.code = code
    this.text = text
    this.details = details
  }
}

/** `p_starting_price_cents` → `starting price`. */
function fieldLabel(field: string): string {
  return field
    .replace(/^p_/, '')
    .replace(/_(cents|at|id)$/, '')
    .replaceAll('_', ' ')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** PostgREST sends details as JSON text, a returned refusal as an object. */
function parseDetails(details: unknown): ErrorDetails {
  if (isRecord(details)) return details
  if (typeof details !== 'string' || !details.startsWith('{')) return {}
  try {
    const parsed: unknown = JSON.parse(details)
    return isRecord(parsed) ? parsed : {}
  } catch {
    return {}
  }
}

/** The error for a code, raised or returned (`place_bid`'s `code` and `detail`). */
export function errorForCode(code: string, details?: unknown, cause?: unknown): AppError {
  const facts = parseDetails(details)
  return isDatabaseErrorCode(code)
    ? new AppError(code, REGISTRY[code](facts), facts, cause)
    : new AppError('UNKNOWN', UNKNOWN, facts, cause)
}

/** There was no answer: nobody knows whether the question arrived. */
export function noConnection(cause: unknown): AppError {
  return new AppError('NETWORK', NETWORK, {}, cause)
}

/**
 * Turns anything thrown or returned as an error (PostgREST, edge function body, fetch) into an AppError. What
 * `client.auth` returns has codes of its own: `lib/auth-errors.ts`.
 */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  // fetch rejects with a TypeError when there was no answer at all.
  if (error instanceof TypeError) return noConnection(error)
  if (isRecord(error)) {
    // A request that was given up after a time.
    if (error.name === 'TimeoutError') return noConnection(error)
    if (isRecord(error.error)) return toAppError(error.error)
    if (typeof error.code === 'string') {
      // postgrest-js reports a failed fetch as an error with an empty code.
      if (error.code === '') return noConnection(error)
      return errorForCode(error.code, error.details ?? error.detail, error)
    }
  }
  return new AppError('UNKNOWN', UNKNOWN, {}, error)
}

/** The field an INVAL error names, without the `p_` of command arguments; null for any other error. */
export function invalidField(error: AppError): string | null {
  const { field } = error.details
  return error.code === 'INVAL' && typeof field === 'string'
    ? field.replace(/^p_terms\./, '').replace(/^p_/, '')
    : null
}
