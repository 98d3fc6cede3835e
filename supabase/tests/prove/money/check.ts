/** What must hold after everything: asked of Stripe's books and of our tables, not of the functions under test. */
import { connectStripe } from '../../../../functions/_shared/stripe.ts'
import type { World } from './world.ts'

interface Charged {
  cents: number
  refunded: number
}

interface OrderRow {
  id: string
  /** Of what was asked for, done or on its way; and done. */
  returned: number
  given_back: number
  status: string
  total: number | null
  overdue: boolean
}

/** What we call a dispute that is not open. */
const WORDS = new Map<string, string>([
  ['won', 'won'],
  ['lost', 'lost'],
  ['warning_needs_response', 'inquiry'],
  ['warning_under_review', 'inquiry'],
  ['warning_closed', 'closed'],
])

/** What is wrong; empty when all is well. `isOver`: nothing is left to happen. */
export async function violationsIn(
  { market, standIn, jobKinds, spare }: World,
  isOver: boolean,
): Promise<string[]> {
  const { sql, admin } = market.db
  const found: string[] = []
  const stripe = connectStripe({ key: standIn.secretKey, base: standIn.url })
  const paid = new Map<string, Charged[]>()
  const intents = stripe.paymentIntents.list({ limit: 100, expand: ['data.latest_charge'] })
  for await (const { status, metadata, amount_received: cents, latest_charge } of intents) {
    if (status !== 'succeeded' || metadata.order_id === undefined) continue
    const refunded = typeof latest_charge === 'object' ? (latest_charge?.amount_refunded ?? 0) : 0
    paid.set(metadata.order_id, [...(paid.get(metadata.order_id) ?? []), { cents, refunded }])
  }
  const made = new Map<string, number>()
  for await (const { metadata } of stripe.refunds.list({ limit: 100 })) {
    const id = metadata?.refund_id
    if (id !== undefined) made.set(id, (made.get(id) ?? 0) + 1)
  }
  for (const [id, times] of made) if (times > 1) found.push(`refund ${id} was made ${times} times`)
  const orders = await sql<OrderRow[]>`
    select id, status, total_cents::int as total,
      coalesce((select sum(p.returned_cents) from public.payments p where p.order_id = o.id), 0)::int as returned,
      coalesce((select sum(r.amount_cents) from public.refunds r where r.order_id = o.id and r.status = 'succeeded'), 0)::int as given_back,
      payment_due_at <= clock_timestamp() and status in ('pending', 'action_required') as overdue
    from public.orders o`
  for (const { id, status, total, returned, given_back, overdue } of orders) {
    const charges = paid.get(id) ?? []
    const [{ cents, refunded } = { cents: 0, refunded: 0 }] = charges
    if (charges.length > 1) found.push(`order ${id} was charged ${charges.length} times`)
    if (status === 'cancelled' && refunded < cents)
      found.push(`order ${id} is cancelled, and was charged`)
    if (status === 'paid' && cents !== total)
      found.push(`order ${id} is paid with ${cents}, not ${total}`)
    if (returned > cents) found.push(`order ${id}: ${returned} of ${cents} are to be refunded`)
    if (!isOver) continue
    if (status !== 'paid' && refunded < cents)
      found.push(`order ${id} was charged, and is ${status}`)
    if (refunded !== given_back)
      found.push(`order ${id}: Stripe gave back ${refunded}, we say ${given_back}`)
    if (overdue) found.push(`order ${id} is stuck beyond its deadline (${status})`)
  }

  const unbalanced = await sql`
    select transaction_id from private.ledger_entries group by transaction_id, currency having sum(amount_cents) <> 0`
  if (unbalanced.length > 0) found.push(`${unbalanced.length} transactions do not sum to zero`)
  const [sum] = await sql<
    { cents: number }[]
  >`select coalesce(sum(amount_cents), 0)::int as cents from private.ledger_entries`
  if (sum?.cents !== 0) found.push(`the books sum to ${sum?.cents}`)
  const twice = await sql`
    select order_id from public.payments where status = 'succeeded' group by order_id having count(*) > 1`
  if (twice.length > 0) found.push(`${twice.length} orders have two successful payments`)
  const strikes = await admin`
    select o.id from public.orders o full join private.strikes s on s.order_id = o.id
    where (o.status = 'cancelled' and o.cancel_reason = 'unpaid') <> (s.id is not null)`
  if (strikes.length > 0) found.push(`${strikes.length} strikes are not those of unpaid orders`)
  if (!isOver) return found

  const cases = await sql<{ id: string; status: string }[]>`
    select stripe_id as id, status from public.disputes`
  const known = new Map(cases.map(({ id, status }) => [id, status]))
  for await (const { id, status } of stripe.disputes.list({ limit: 100 })) {
    const word = WORDS.get(status) ?? 'open'
    if (known.get(id) !== word) found.push(`dispute ${id} is ${status}, we say ${known.get(id)}`)
  }
  const open = await sql<{ object: string }[]>`
    select object from ops.reconciliation where state = 'open' and kind = 'missing'`
  for (const { object } of open) {
    if (!object.startsWith('pi_')) found.push(`nobody knows ${object}`)
  }
  const jobs = await sql<{ key: string; state: string; last_error: string | null }[]>`
    select key, state, last_error from ops.outbox where state <> 'done' and kind = any(${jobKinds})`
  for (const { key, state, last_error } of jobs) {
    found.push(`job ${key} is ${state}: ${last_error ?? 'no error'}`)
  }
  const ours = await sql<{ account: string; cents: number }[]>`
    select account, balance_cents::int as cents from ops.balances where account like 'stripe:%' and account <> 'stripe:fees'`
  const books = new Map(ours.map(({ account, cents }) => [account.slice('stripe:'.length), cents]))
  if ((books.get('clearing') ?? 0) !== 0)
    found.push(`${books.get('clearing')} cents are still clearing`)
  const platform = (await stripe.accounts.retrieveCurrent()).id
  const held = new Map<string, number>([['platform', -spare]])
  for (const { account, available, pending } of await standIn.control.balances()) {
    const name = account === platform ? 'platform' : account
    held.set(name, (held.get(name) ?? 0) + available + pending)
  }
  for (const name of new Set([...books.keys(), ...held.keys()])) {
    if (name === 'clearing') continue
    const [inBooks, atStripe] = [books.get(name) ?? 0, held.get(name) ?? 0]
    if (inBooks !== atStripe)
      found.push(`the books say ${inBooks} of ${name}, Stripe holds ${atStripe}`)
  }
  return found
}
