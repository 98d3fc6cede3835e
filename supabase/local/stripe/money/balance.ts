/** Balance transactions: every change of an account's money is one, and the balance is nothing but their sum. */
import type Stripe from 'stripe'
import { type Scope, save } from '../http/route.ts'
import { newId } from '../state/ids.ts'
import type { World } from '../state/world.ts'

const PENDING_SECONDS = 2 * 24 * 3600

export interface Booking {
  type: Stripe.BalanceTransaction.Type
  /** https://docs.stripe.com/reports/reporting-categories */
  category: string
  amount: number
  currency: string
  source: string
  fees?: Stripe.BalanceTransaction.FeeDetail[]
  description?: string | null
  /** Unix seconds; default now. */
  availableOn?: number
}

export function pendingUntil({ world }: Scope): number {
  return world.clock.seconds() + PENDING_SECONDS
}

/** Books on the account of the scope. Amounts are signed: money in is positive. */
export function book(scope: Scope, booking: Booking): Stripe.BalanceTransaction {
  const now = scope.world.clock.seconds()
  const fees = (booking.fees ?? []).filter(({ amount }) => amount !== 0)
  const fee = fees.reduce((sum, each) => sum + each.amount, 0)
  const availableOn = booking.availableOn ?? now
  return save(scope, {
    id: newId('txn'),
    object: 'balance_transaction',
    amount: booking.amount,
    available_on: availableOn,
    balance_type: 'payments',
    created: now,
    currency: booking.currency,
    description: booking.description ?? null,
    exchange_rate: null,
    fee,
    fee_details: fees,
    net: booking.amount - fee,
    reporting_category: booking.category,
    source: booking.source,
    status: availableOn > now ? 'pending' : 'available',
    type: booking.type,
  })
}

export function stripeFee(amount: number, currency: string): Stripe.BalanceTransaction.FeeDetail {
  const description = 'Stripe processing fees'
  return { amount, application: null, currency, description, type: 'stripe_fee' }
}

export function applicationFee(
  amount: number,
  currency: string,
): Stripe.BalanceTransaction.FeeDetail {
  const description = 'Blytz Live application fee'
  return { amount, application: 'ca_local', currency, description, type: 'application_fee' }
}

/** Money whose day has come is available. */
export function settle(world: World): void {
  const now = world.clock.seconds()
  for (const { account, object } of world.store.entries()) {
    if (object.object !== 'balance_transaction' || object.status !== 'pending') continue
    if (object.available_on <= now) world.store.put(account, { ...object, status: 'available' })
  }
}

export interface Sums {
  available: Map<string, number>
  pending: Map<string, number>
}

export function sums(world: World, account: string): Sums {
  settle(world)
  const result: Sums = { available: new Map(), pending: new Map() }
  for (const each of world.store.list(account, 'balance_transaction')) {
    const target = each.status === 'pending' ? result.pending : result.available
    target.set(each.currency, (target.get(each.currency) ?? 0) + each.net)
  }
  return result
}
