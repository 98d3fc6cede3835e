/** Shops give money back: parts and all of it, twice at once, with one key again, and more than there is. */
import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { connectStripe } from '../../../../functions/_shared/stripe.ts'
import { refund } from '../../support/money.ts'
import type { World } from './world.ts'

interface PaidOrder {
  id: string
  seller_id: string
  left: number
}

const paidOrders = ({ market }: World) => market.db.sql<PaidOrder[]>`
  select o.id, o.seller_id, (p.amount_cents - p.returned_cents)::int as left
  from public.orders o join public.payments p on p.order_id = o.id and p.status = 'succeeded'
  where p.returned_cents < p.amount_cents order by o.number`

/** What a refusal may be; anything else is a fault of ours. */
async function unlessRefused(attempt: Promise<unknown>): Promise<void> {
  await attempt.catch((error: unknown) => {
    if (!(error instanceof postgres.PostgresError) || error.code !== 'STATE') throw error
  })
}

/** @returns actors that ask for refunds of some of what has been paid. */
export async function refunders(world: World): Promise<(() => Promise<void>)[]> {
  const { market, dice, gate, faults } = world
  const chosen = (await paidOrders(world)).filter(() => dice.chance(0.15))
  const count = (kind: string) => faults.set(kind, (faults.get(kind) ?? 0) + 1)
  return chosen.flatMap(({ id, seller_id, left }) => {
    const cents = dice.chance(0.4) ? left : dice.between(1, left)
    const isTwice = dice.chance(0.3)
    const key = randomUUID()
    const ask = async (amount: number, ownKey = key) => {
      await market.forgetRates()
      await unlessRefused(refund(market, seller_id, id, amount, { key: ownKey }))
    }
    const once = () => gate.step(() => ask(cents))
    if (!isTwice) return [once]
    if (dice.chance(0.5)) {
      count('refund twice with one key')
      return [once, once]
    }
    count('refund twice at once')
    return [once, () => gate.step(() => ask(left, randomUUID()))]
  })
}

/** Buyers' banks contest what was paid, and decide; somebody refunds in Stripe's dashboard. The webhooks may be lost. */
export async function contest(world: World): Promise<void> {
  const { market, dice, gate, faults, standIn } = world
  const [paid, cases] = await gate.step(async () => [
    await market.db.sql<{ id: string }[]>`
      select intent_id as id from public.payments where status = 'succeeded' order by created_at, id`,
    await market.db.sql<{ id: string }[]>`
      select stripe_id as id from public.disputes where closed_at is null order by opened_at`,
  ])
  if (paid.length === 0) return
  const payment = dice.pick(paid).id
  const count = (kind: string) => faults.set(kind, (faults.get(kind) ?? 0) + 1)
  await gate.step(async () => {
    if (dice.chance(0.5)) {
      // Refused while there is nothing left of the charge, or a case already.
      const inquiry = dice.chance(0.4)
      await standIn.control.openDispute({ payment, reason: 'fraudulent', inquiry }).then(
        () => count(inquiry ? 'asked about' : 'disputed'),
        () => undefined,
      )
      return
    }
    const stripe = connectStripe({ key: standIn.secretKey, base: standIn.url })
    await stripe.refunds.create({ payment_intent: payment, amount: 100 }).then(
      () => count('refunded in the dashboard'),
      () => undefined,
    )
  })
  if (dice.chance(0.3)) await sendBack(world)
  for (const { id: dispute } of cases) {
    if (dice.chance(0.4)) continue
    const { control } = standIn
    await gate.step(() =>
      (dice.chance(0.3)
        ? control.escalateInquiry({ dispute }).then(() => count('inquiry became a chargeback'))
        : control.closeDispute({ dispute, won: dice.chance(0.5) })
      ).then(
        () => undefined,
        () => undefined,
      ),
    )
  }
}

/** A buyer's bank sends back a part of what was refunded. */
async function sendBack({ market, dice, gate, faults, standIn }: World): Promise<void> {
  await gate.step(async () => {
    // An order that has ended with its refund would be a charge without an order again; that is a person's to decide.
    const made = await market.db.sql<{ id: string }[]>`
      select r.stripe_id as id from public.refunds r join public.orders o on o.id = r.order_id
      where r.status = 'succeeded' and o.status = 'paid' and not exists (
        select 1 from public.disputes d where d.order_id = o.id and d.withdrawn_at is not null)
      order by r.created_at, r.id`
    if (made.length === 0) return
    await standIn.control.failRefund({ refund: dice.pick(made).id }).then(
      () => faults.set('refund sent back', (faults.get('refund sent back') ?? 0) + 1),
      () => undefined,
    )
  })
}

/** More than is left must be refused, however it is asked for. */
export async function overRefund(world: World): Promise<void> {
  const { market, dice, gate, faults } = world
  const orders = await gate.step(() => paidOrders(world))
  const order = orders.length > 0 ? dice.pick(orders) : undefined
  if (order === undefined) return
  const { id, seller_id } = order
  await gate.step(async () => {
    faults.set('refund above the capture', (faults.get('refund above the capture') ?? 0) + 1)
    await market.forgetRates()
    const [now] = await market.db.sql<{ cents: number }[]>`
      select amount_cents::int as cents from public.payments where order_id = ${id} and status = 'succeeded'`
    const refused = await refund(market, seller_id, id, (now?.cents ?? 0) + 1).then(
      () => false,
      (error: unknown) => error instanceof postgres.PostgresError && error.code === 'STATE',
    )
    if (!refused) throw new Error(`order ${id} was refunded beyond what was paid`)
  })
}
