/** The one module that knows Stripe's SDK: how to reach it, and what of its objects the database wants to know. */
import Stripe from 'stripe'
import { z } from 'zod'
import { HttpError } from './errors.ts'

/** Without STRIPE_SECRET_KEY everything about payments is switched off and says so. */
export const stripeEnv = z.object({
  STRIPE_SECRET_KEY: z.string().optional(),
  STRIPE_WEBHOOK_SECRET: z.string().optional(),
  /** Only where something stands in for Stripe; the SDK knows the real address. */
  STRIPE_API_BASE: z.url().optional(),
})

const TIMEOUT_MS = 20_000

export interface StripeOptions {
  key: string
  base?: string | undefined
  /** Repetitions by the SDK itself, with the same idempotency key. The worker has the outbox for that. */
  retries?: number
  timeoutMs?: number
  /** The platform's unless given. */
  fetch?: typeof fetch
}

export function connectStripe(options: StripeOptions) {
  const { key, base, retries = 0, timeoutMs = TIMEOUT_MS } = options
  const address = base === undefined ? undefined : new URL(base)
  return new Stripe(key, {
    httpClient: Stripe.createFetchHttpClient(options.fetch),
    maxNetworkRetries: retries,
    timeout: timeoutMs,
    telemetry: false,
    ...(address === undefined
      ? {}
      : {
          host: address.hostname,
          port: address.port,
          protocol: address.protocol === 'http:' ? ('http' as const) : ('https' as const),
        }),
  })
}

/** Stripe keeps keys for a day; a little less, so that nobody relies on the last minutes. */
export const KEY_LIFETIME_S = 23 * 3600

/** A failure of Stripe's that it will repeat for this key for a day: the key is worth nothing any more. */
export function isFinalFailure(error: unknown): boolean {
  return (
    error instanceof Stripe.errors.StripeError &&
    (error.statusCode ?? 0) >= 500 &&
    error.headers?.['idempotent-replayed'] === 'true'
  )
}

export function stripeMissing(): HttpError {
  return new HttpError(
    503,
    'stripe_not_configured',
    'Payments are not configured: set STRIPE_SECRET_KEY',
  )
}

/** All that `sync_payment` and `book_charge` need of a PaymentIntent, when it is fetched. */
export const INTENT_EXPANSION = ['latest_charge.balance_transaction']

/** As public.sync_payment takes it; cents. */
export interface SeenIntent {
  id: string
  status: string
  amount_cents: number
  received_cents: number
  currency: string
  failure_code?: string
  card_brand?: string
  card_last4?: string
  charge?: { fee_cents: number; transferred_cents: number; application_fee_cents: number }
}

export interface Seen {
  observed_at: string
  intent?: SeenIntent
  session?: { id: string; status: string }
}

/** The id of what Stripe shows as an id or, expanded, as the object. */
export function idOf(value: string | { id: string } | null | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.id
}

export function expanded<T extends object>(value: string | T | null | undefined): T | undefined {
  return typeof value === 'object' && value !== null ? value : undefined
}

/** Stripe's codes, as ours are written. */
export function codeText(code: string): string {
  return code.toLowerCase().replaceAll(/[^a-z0-9_]/g, '_')
}

/** A code that is always of the same form: a bank's reason, else Stripe's. */
function failureOf(error: Stripe.PaymentIntent.LastPaymentError | null): string | undefined {
  if (error === null) return undefined
  if (error.code === 'authentication_required') return error.code
  if (error.decline_code === 'generic_decline') return 'card_declined'
  return codeText(error.decline_code ?? error.code ?? error.type)
}

/** Undefined while Stripe has not booked the charge and, where there is one, its transfer. */
function bookingOf(intent: Stripe.PaymentIntent): SeenIntent['charge'] | undefined {
  const charge = expanded(intent.latest_charge)
  const booked = expanded(charge?.balance_transaction)
  if (charge === undefined || booked === undefined) return undefined
  const moved = intent.transfer_data === null ? 0 : (intent.transfer_data?.amount ?? charge.amount)
  const back = charge.application_fee_amount ?? 0
  if (moved > 0 && !charge.transfer) return undefined
  if (back > 0 && !charge.application_fee) return undefined
  return { fee_cents: booked.fee, transferred_cents: moved, application_fee_cents: back }
}

export function seenIntent(intent: Stripe.PaymentIntent): SeenIntent {
  const failure_code = failureOf(intent.last_payment_error)
  const charge = bookingOf(intent)
  const card =
    expanded(intent.latest_charge)?.payment_method_details?.card ??
    intent.last_payment_error?.payment_method?.card
  return {
    id: intent.id,
    status: intent.status,
    amount_cents: intent.amount,
    received_cents: intent.amount_received,
    currency: intent.currency,
    ...(failure_code === undefined ? {} : { failure_code }),
    ...(card?.brand && card.last4 ? { card_brand: card.brand, card_last4: card.last4 } : {}),
    ...(charge === undefined ? {} : { charge }),
  }
}

/** As public.store_card takes it. */
export interface SavedCard {
  customer_id: string
  payment_method_id: string
  brand: string
  last4: string
  exp_month: number
  exp_year: number
  fingerprint: string | null
  saved_at: string
}

/**
 * The card that a succeeded SetupIntent (payment method expanded) has saved; undefined for anything else, and for a card that has
 * been detached since: the intent goes on naming it, and it can be charged no more.
 */
export function savedCard(setup: Stripe.SetupIntent): SavedCard | undefined {
  const method = expanded(setup.payment_method)
  const customer = idOf(setup.customer)
  if (setup.status !== 'succeeded' || method?.card === undefined || customer === undefined)
    return undefined
  if (idOf(method.customer) !== customer) return undefined
  const { brand, last4, exp_month, exp_year, fingerprint } = method.card
  return {
    customer_id: customer,
    payment_method_id: method.id,
    ...{ brand, last4, exp_month, exp_year },
    fingerprint: fingerprint ?? null,
    saved_at: new Date(setup.created * 1000).toISOString(),
  }
}
