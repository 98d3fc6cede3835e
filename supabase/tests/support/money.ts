/** Money in a test market: cards on file, won orders, and what a worker would bring back from Stripe. */
import { randomBytes, randomUUID } from 'node:crypto'
import { call } from './call.ts'
import type { Caller, CallOptions } from './caller.ts'
import type { Market } from './market.ts'

export interface PaymentFacts {
  id: string
  order_id: string
  via: string
  status: string
  amount_cents: number
  fee_cents: number
  currency: string
  destination: string | null
  intent_id: string | null
  session_id: string | null
  customer_id: string | null
}

export interface PaymentAttempt {
  number: number
  key: string
  call: 'create' | 'confirm' | 'session'
  session?: 'on' | 'off'
  resumed: boolean
  payment_method_id?: string
}

export interface Step {
  action: 'call' | 'none' | 'later' | 'stop' | 'page'
  reason?: string
  seconds?: number
  payment?: PaymentFacts
  attempt?: PaymentAttempt
}

export interface Synced {
  order_id: string
  order_status: string
  reason: string | null
  payment_status: string
}

export interface SeenIntent {
  id: string
  status: string
  amount_cents: number
  received_cents: number
  currency: string
  failure_code?: string
  charge?: { fee_cents: number; transferred_cents?: number; application_fee_cents?: number }
}

export const stripeId = (prefix: string): string => `${prefix}_${randomBytes(8).toString('hex')}`

/** A card on file, as the webhook stores it. @returns its id. */
export async function giveCard(
  market: Market,
  user: string,
  savedAt = new Date(),
): Promise<string> {
  const customer = await call<string>(market.db, 'service_role', 'store_customer', {
    p_user_id: user,
    p_customer_id: stripeId('cus'),
  })
  const id = stripeId('pm')
  await call(market.db, 'service_role', 'store_card', {
    p_card: {
      ...{ customer_id: customer, payment_method_id: id, brand: 'visa', last4: '4242' },
      ...{ exp_month: 12, exp_year: 2034, fingerprint: 'print', saved_at: savedAt.toISOString() },
    },
  })
  return id
}

/** The order of an auction that `buyer` wins at its starting price. */
export async function wonOrder(market: Market, buyer: string, price = 5000): Promise<string> {
  const auction = await market.auction({ startingPrice: price, softClose: 0 })
  await market.bid(buyer, auction, price)
  await market.endIn(auction, -1)
  await call(market.db, buyer, 'close_auction', { p_auction_id: auction })
  return orderOf(market, auction)
}

/** The standing order of a sold auction. */
export async function orderOf(market: Market, auction: string): Promise<string> {
  const [row] = await market.db.sql<{ order_id: string }[]>`
    select order_id from public.order_items where auction_id = ${auction} and released_at is null`
  if (!row) throw new Error('no order')
  return row.order_id
}

export const begin = (market: Market, order: string, mode = 'off_session') =>
  call<Step>(market.db, 'service_role', 'begin_payment', { p_order_id: order, p_mode: mode })

/** A step that must be a call. */
export async function beginCall(market: Market, order: string, mode = 'off_session') {
  const { payment, attempt, ...rest } = await begin(market, order, mode)
  if (!payment || !attempt) throw new Error(`no call: ${JSON.stringify(rest)}`)
  return { payment, attempt }
}

/** The payment's intent as Stripe might show it. */
export function intentOf(
  payment: PaymentFacts,
  status: string,
  more: Partial<SeenIntent> = {},
): SeenIntent {
  const { amount_cents, currency } = payment
  const received_cents = status === 'succeeded' ? amount_cents : 0
  const id = payment.intent_id ?? `pi_${payment.id.replaceAll('-', '')}`
  return { id, status, amount_cents, received_cents, currency, ...more }
}

export const sync = (
  market: Market,
  payment: PaymentFacts,
  seen: { intent?: SeenIntent; session?: { id: string; status: string } },
  { attempt, at = new Date() }: { attempt?: number; at?: Date } = {},
) =>
  call<Synced>(market.db, 'service_role', 'sync_payment', {
    p_payment_id: payment.id,
    p_seen: { observed_at: at.toISOString(), ...seen },
    p_attempt: attempt ?? null,
  })

/** What is seen of a payment whose card was refused. */
export const declined = (payment: PaymentFacts, code = 'card_declined') => ({
  intent: intentOf(payment, 'requires_payment_method', { failure_code: code }),
})

export const paymentState = (market: Market, payment: PaymentFacts) =>
  call<{ action: string; reason?: string; booked: boolean }>(
    ...([market.db, 'service_role', 'payment_state', { p_payment_id: payment.id }] as const),
  )

/** An order's payments, oldest first. */
export const paymentsOf = (market: Market, order: string) =>
  market.db.sql<
    { via: string; status: string }[]
  >`select via, status from public.payments where order_id = ${order} order by created_at`

export const orderRow = async (market: Market, order: string) => {
  const [row] = await market.db.sql<
    {
      status: string
      action_reason: string | null
      items: number
      total: number | null
      sealed: boolean
    }[]
  >`
    select status, action_reason, items_cents::int as items, total_cents::int as total, sealed_at is not null as sealed
    from public.orders where id = ${order}`
  if (!row) throw new Error('no order')
  return row
}

/** The job of this key, or undefined. */
export const jobOf = async (market: Market, key: string) => {
  const [row] = await market.db.sql<{ kind: string; state: string }[]>`
    select kind, state from ops.outbox where key = ${key}`
  return row
}

/** Balances of the books by account. */
export async function booksOf(market: Market, order: string): Promise<Record<string, number>> {
  const rows = await market.db.sql<{ account: string; cents: number }[]>`
    select account, sum(amount_cents)::int as cents from private.ledger_entries where order_id = ${order} group by account`
  return Object.fromEntries(rows.map(({ account, cents }) => [account, cents]))
}

/** Lets an order's deadline have passed, and settles. */
export async function payTooLate(market: Market, order: string): Promise<void> {
  await market.db.sql`
    update public.orders set payment_due_at = clock_timestamp() - interval '1 second' where id = ${order}`
  await market.db.sql`select private.settle_due()`
}

/** Charges an order as the worker would, books it, and says where the money went. `fee`: Stripe's own. */
export async function payOrder(market: Market, order: string, fee = 100): Promise<PaymentFacts> {
  const { payment, attempt } = await beginCall(market, order)
  const isSplit = payment.destination !== null
  const intent = intentOf(payment, 'succeeded', {
    charge: {
      fee_cents: fee,
      transferred_cents: isSplit ? payment.amount_cents : 0,
      application_fee_cents: isSplit ? payment.fee_cents : 0,
    },
  })
  await sync(market, payment, { intent }, { attempt: attempt.number })
  return { ...payment, intent_id: intent.id }
}

export interface RefundRow {
  id: string
  status: string
  amount_cents: number
  reason: string
  failure_code: string | null
}

/** `refund_order` by `caller`; null: all that is left. */
export const refund = (
  market: Market,
  caller: Caller,
  order: string,
  cents: number | null,
  { key = randomUUID(), reason = 'requested' }: { key?: string; reason?: string } = {},
  options?: CallOptions,
) =>
  call<RefundRow>(
    market.db,
    caller,
    'refund_order',
    { p_order_id: order, p_amount_cents: cents, p_reason: reason, p_idempotency_key: key },
    options,
  )

export interface RefundStep {
  action: 'call' | 'later' | 'none'
  reason?: string
  seconds?: number
  refund?: {
    id: string
    key: string
    attempt: number
    amount_cents: number
    intent_id: string
    stripe_id: string | null
    reverse_transfer: boolean
    refund_application_fee: boolean
  }
}

/** What was seen of a refund, as it is seen when the bank has sent it back. */
export const sentBack = <Seen extends { refund: object }>(seen: Seen) => ({
  ...seen,
  refund: { ...seen.refund, status: 'failed', failure_code: 'expired_or_canceled_card' },
})

export const beginRefund = (market: Market, id: string) =>
  call<RefundStep>(market.db, 'service_role', 'begin_refund', { p_refund_id: id })

/** What Stripe might show of a refund; `fee`: of the whole charge so far. */
export const seenRefund = (
  amount_cents: number,
  { transfer = 0, fee = 0 }: { transfer?: number; fee?: number } = {},
  change: Record<string, unknown> = {},
) => ({
  refund: {
    ...{ id: stripeId('re'), status: 'succeeded', amount_cents, currency: 'usd' },
    ...{ transfer_back_cents: transfer, ...change },
  },
  fee_back_total_cents: fee,
})

export const syncRefund = (market: Market, id: string, seen: object) =>
  call<string>(market.db, 'service_role', 'sync_refund', { p_refund_id: id, p_seen: seen })
