/** A bidder's place in the room: one real connection that calls commands as PostgREST would, one transaction each. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { Argument, Arguments } from '../support/call.ts'
import type { BidReply } from '../support/shapes.ts'

export type Answer =
  | { kind: 'reply'; reply: Reply }
  /** The transaction was rolled back, with this SQLSTATE. */
  | { kind: 'error'; code: string; message: string }
  /** The connection was lost: it may or may not have been committed. */
  | { kind: 'unknown'; message: string }
  /** There was no connection to ask on. */
  | { kind: 'unsent'; message: string }

/** Of bids and of purchases. */
export type Reply = Omit<BidReply, 'outcome'> & { outcome: BidReply['outcome'] | 'bought' }

/** One bid or purchase as its sender saw it. Moments are `performance.now()` of this process. */
export interface Attempt extends Bid {
  sentAt: number
  answeredAt: number
  answer: Answer
}

export interface Bid {
  act: 'place_bid' | 'buy_now' | 'accept_price' | 'buy_units'
  auction: string
  bidder: string
  /** Cents; of `buy_units` the units; `buy_now` has none. */
  amount: number
  isMax: boolean
  key: string
}

export type NewBid = Pick<Bid, 'auction' | 'bidder' | 'amount'> &
  Partial<Bid> & {
    /** Cuts the connection so long after the question was sent, unless the answer is there before. */
    hangUpAfterMs?: number
  }

export interface SeatOptions {
  /** Of the role, as on a hosted project: 8 s. */
  statementTimeoutMs?: number
}

const STATEMENT_TIMEOUT_MS = 8000

/** FATAL: the server ends the session, and what it was doing may have been committed before. */
const ENDS_SESSION = /^(08|57P)/

export class Seat {
  readonly #url: string
  readonly #timeout: number
  #client: pg.Client | null = null

  constructor(url: string, { statementTimeoutMs = STATEMENT_TIMEOUT_MS }: SeatOptions = {}) {
    this.#url = url
    this.#timeout = statementTimeoutMs
  }

  /** Connects if there is no connection; a call does so by itself. */
  async connect(): Promise<pg.Client> {
    if (this.#client !== null) return this.#client
    const client = new pg.Client({ connectionString: this.#url })
    // Without a listener the loss of an idle connection would end this process.
    const forget = () => {
      if (this.#client === client) this.#client = null
    }
    client.on('error', forget)
    client.on('end', forget)
    await client.connect()
    this.#client = client
    return client
  }

  /** The process id of the backend, or null while there is no connection. */
  async backend(): Promise<number> {
    const { rows } = await (await this.connect()).query('select pg_backend_pid() as pid')
    return Number(rows[0]?.pid)
  }

  /** One command in one transaction and one round trip. Rejects with what the server or the network said. */
  async call<T>(caller: string, name: string, args: Arguments = {}): Promise<T> {
    const client = await this.connect()
    const named = Object.entries(args).map(([key, value]) => `${key} => ${literal(value)}`)
    // A simple query of several statements is one transaction.
    const results: unknown = await client.query(
      `${enter(caller, this.#timeout)}; select to_jsonb(called) as reply from public.${name}(${named.join(', ')}) called`,
    )
    const last = Array.isArray(results) ? results.at(-1) : undefined
    const reply: T | undefined = last?.rows[0]?.reply
    if (reply === undefined) throw new Error(`${name} returned no row`)
    return reply
  }

  /** Never rejects: what happened is in the answer. */
  async bid({ hangUpAfterMs, ...bid }: NewBid): Promise<Attempt> {
    const whole: Bid = { act: 'place_bid', isMax: true, key: randomUUID(), ...bid }
    const sentAt = performance.now()
    const timer =
      hangUpAfterMs === undefined ? undefined : setTimeout(() => this.#hangUp(), hangUpAfterMs)
    const answer = await this.connect().then(
      () =>
        this.call<Reply>(whole.bidder, whole.act, argumentsOf(whole)).then<Answer, Answer>(
          (reply) => ({ kind: 'reply', reply }),
          answerOf,
        ),
      (error: unknown): Answer => ({ kind: 'unsent', message: String(error) }),
    )
    clearTimeout(timer)
    return { ...whole, sentAt, answeredAt: performance.now(), answer }
  }

  #hangUp(): void {
    this.#client?.connection.stream.destroy()
  }

  async close(): Promise<void> {
    const client = this.#client
    this.#client = null
    await client?.end()
  }
}

export function isAccepted({ answer }: Attempt): boolean {
  return answer.kind === 'reply' && answer.reply.outcome !== 'refused'
}

function argumentsOf({ act, auction, amount, isMax, key }: Bid): Arguments {
  const common = { p_auction_id: auction, p_idempotency_key: key }
  switch (act) {
    case 'place_bid':
      return { ...common, p_amount_cents: amount, p_is_max: isMax }
    case 'buy_now':
      return common
    case 'accept_price':
      return { ...common, p_price_cents: amount }
    case 'buy_units':
      return { ...common, p_quantity: amount }
  }
}

/** The SQLSTATE of a failed call, or null when the server said nothing. */
function codeOf(error: unknown): string | null {
  return error instanceof pg.DatabaseError ? (error.code ?? null) : null
}

function answerOf(error: unknown): Answer {
  const message = error instanceof Error ? error.message : String(error)
  const code = codeOf(error)
  return code === null || ENDS_SESSION.test(code)
    ? { kind: 'unknown', message }
    : { kind: 'error', code, message }
}

function enter(caller: string, timeout: number): string {
  const role = caller === 'anon' || caller === 'service_role' ? caller : 'authenticated'
  const claims = role === 'authenticated' ? { sub: caller, role, aal: 'aal1' } : { role }
  return `select set_config('search_path', 'public, extensions', true), set_config('role', '${role}', true),
    set_config('request.jwt.claims', ${pg.escapeLiteral(JSON.stringify(claims))}, true),
    set_config('statement_timeout', '${timeout}ms', true)`
}

function literal(value: Argument): string {
  if (value === null) return 'null'
  if (value instanceof Date) return pg.escapeLiteral(value.toISOString())
  return typeof value === 'string' ? pg.escapeLiteral(value) : String(value)
}
