/** Combined orders: wins of a buyer in one show share an order until they check out or the show has been over for a while. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket, type Show } from '../support/market.ts'
import {
  begin,
  giveCard,
  jobOf,
  orderOf,
  orderRow,
  payTooLate,
  wonOrder,
} from '../support/money.ts'

let market: Market
let ann: string
let bob: string
let show: Show

beforeAll(async () => {
  market = await openMarket()
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  await market.forgetRates()
  ;[ann, bob] = await Promise.all([market.bidder({ card: false }), market.bidder()])
  await giveCard(market, ann)
  show = await market.show()
})

async function openLot(): Promise<string> {
  const lot = await market.lot(show)
  await call(market.db, show.host, 'open_lot', { p_auction_id: lot, p_seconds: 60 })
  return lot
}

async function close(lot: string): Promise<void> {
  await market.endIn(lot, -1)
  await call(market.db, bob, 'close_auction', { p_auction_id: lot })
}

/** @returns the order. */
async function win(buyer: string, price = 1000): Promise<string> {
  const lot = await openLot()
  await market.bid(buyer, lot, price, { isMax: false })
  await close(lot)
  return orderOf(market, lot)
}

const checkOut = (user: string, order: string) =>
  call(market.db, user, 'checkout_order', { p_order_id: order })
const endShow = () => call(market.db, show.host, 'end_show', { p_show_id: show.id })
const minutesUntil = async (column: 'joinable_until' | 'payment_due_at', order: string) => {
  const [row] = await market.db.sql<{ minutes: number }[]>`
    select round(extract(epoch from ${market.db.sql(column)} - clock_timestamp()) / 60)::int as minutes
    from public.orders where id = ${order}`
  return row?.minutes
}

test('wins in one show are one order of all lots, others have their own', async () => {
  const first = await win(ann, 1000)
  const other = await win(bob, 1500)
  expect(await win(ann, 2000)).toBe(first)
  expect(other).not.toBe(first)
  expect(await orderRow(market, first)).toMatchObject({ items: 3000, sealed: false, total: null })
  expect(await orderRow(market, other)).toMatchObject({ items: 1500 })
})

test('an open order is not charged yet; a quarter of an hour after the show it is', async () => {
  const order = await win(ann)
  expect(await begin(market, order)).toMatchObject({ action: 'later' })
  expect(await jobOf(market, `settle:${order}`)).toMatchObject({ state: 'waiting' })
  await endShow()
  expect(await minutesUntil('joinable_until', order)).toBe(15)
  expect(await minutesUntil('payment_due_at', order)).toBe(48 * 60 + 15)
  await market.db
    .sql`update public.orders set joinable_until = clock_timestamp() where id = ${order}`
  expect(await begin(market, order)).toMatchObject({ action: 'call' })
})

test('checkout_order closes it at once: it is due, and the next win opens another', async () => {
  const order = await win(ann)
  for (let turn = 0; turn < 2; turn += 1) {
    expect(await checkOut(ann, order)).toMatchObject({ id: order, items_cents: 1000 })
  }
  expect(await jobOf(market, `settle:${order}`)).toMatchObject({ state: 'due' })
  expect(await begin(market, order)).toMatchObject({ action: 'call' })
  expect(await win(ann)).not.toBe(order)
})

test('what nobody has sealed in time is sealed by the next win', async () => {
  const order = await win(ann)
  await market.db
    .sql`update public.orders set joinable_until = clock_timestamp() where id = ${order}`
  expect(await win(ann)).not.toBe(order)
  expect(await orderRow(market, order)).toMatchObject({ sealed: true, items: 1000 })
})

test('checkout_order needs an address (STATE), and a later win then has an order of its own', async () => {
  await market.db.sql`delete from public.addresses where user_id = ${ann}`
  const order = await win(ann)
  expect(await failureOf(checkOut(ann, order))).toMatchObject({
    ...{ code: 'STATE', detail: { status: 'no_address' } },
  })
  await market.db
    .sql`update public.orders set joinable_until = clock_timestamp() where id = ${order}`
  expect(await win(ann)).not.toBe(order)
  expect(await orderRow(market, order)).toMatchObject({
    ...{ status: 'action_required', action_reason: 'no_address' },
  })
})

test('eight sales at the same instant make one order', async () => {
  const lots = await Promise.all(Array.from({ length: 8 }, () => market.lot(show)))
  const orders = await Promise.all(
    lots.map(async (lot) => {
      const [row] = await market.db.connect()<{ id: string }[]>`
        select private.create_order(a, ${ann}, 1, 1000) as id from public.auctions a where a.id = ${lot}`
      return row?.id
    }),
  )
  expect(new Set(orders).size).toBe(1)
  expect(await orderRow(market, orders[0] ?? '')).toMatchObject({ items: 8000 })
})

test('an unpaid combined order frees every lot, with one strike and an offer for each', async () => {
  const lots = [await openLot()]
  const bidOn = async (lot: string) => {
    await market.bid(bob, lot, 1500)
    await market.bid(ann, lot, 5000)
    await close(lot)
  }
  await bidOn(lots[0] ?? '')
  const second = await openLot()
  await bidOn(second)
  lots.push(second)
  const order = await orderOf(market, second)
  await payTooLate(market, order)
  expect(await orderRow(market, order)).toMatchObject({ status: 'cancelled' })
  const offers = await market.db.sql<{ id: string; auction_id: string }[]>`
    select id, auction_id from public.second_chance_offers where buyer_id = ${bob} and status = 'open'`
  expect(offers.map((offer) => offer.auction_id).sort()).toEqual([...lots].sort())
  const [standing] = await market.db.sql`select strikes from private.bidders where user_id = ${ann}`
  expect(standing).toMatchObject({ strikes: 1 })
  // A second chance is an order of its own, charged at once.
  const orders = await Promise.all(
    offers.map(({ id }) =>
      call<{ order_id: string }>(market.db, bob, 'accept_second_chance', { p_offer_id: id }),
    ),
  )
  expect(new Set(orders.map((offer) => offer.order_id)).size).toBe(2)
  for (const { order_id } of orders) {
    expect(await jobOf(market, `settle:${order_id}`)).toMatchObject({ state: 'due' })
  }
})

test('checkout_order is the buyer’s alone (NOFND, 42501) and knows its states (STATE)', async () => {
  const order = await wonOrder(market, ann)
  for (const who of [bob, market.seller]) {
    expect(await failureOf(checkOut(who, order))).toMatchObject({ code: 'NOFND' })
  }
  expect(await failureOf(checkOut('anon', order))).toMatchObject({ code: '42501' })
  await payTooLate(market, order)
  expect(await failureOf(checkOut(ann, order))).toMatchObject({
    ...{ code: 'STATE', detail: { status: 'cancelled' } },
  })
})

test('checkout_order after the deadline, before the order is cancelled, is too late (STATE)', async () => {
  const order = await wonOrder(market, ann)
  await market.db.sql`
    update public.orders set payment_due_at = clock_timestamp() - interval '1 second' where id = ${order}`
  expect(await failureOf(checkOut(ann, order))).toMatchObject({
    ...{ code: 'STATE', detail: { status: 'overdue' } },
  })
})

test('checkout_order has a rate limit (RTLIM)', async () => {
  const order = await wonOrder(market, ann)
  for (let turn = 0; turn < 10; turn += 1) await checkOut(ann, order)
  expect(await failureOf(checkOut(ann, order))).toMatchObject({ code: 'RTLIM' })
})
