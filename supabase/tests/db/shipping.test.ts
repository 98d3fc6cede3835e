/** From paid to delivered: who says what of a parcel, and when. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import { addressOf, winAt } from '../support/prices.ts'

let market: Market
let ann: string
let order: string

beforeAll(async () => {
  market = await openMarket()
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  await market.forgetRates()
  ann = await market.bidder()
  order = await winAt(market, ann, await market.auction({ softClose: 0 }), 1000)
})

interface Shipment {
  carrier: string
  tracking_number: string | null
  delivered_at: string | null
}

/** As the payment does, once it has succeeded. */
const pay = async () => {
  await market.db.sql`select private.seal_order(${order})`
  await market.db.sql`update public.orders set status = 'paid' where id = ${order}`
}
const ship = (caller = market.seller, args: Record<string, string | null> = {}) =>
  call<Shipment>(market.db, caller, 'mark_shipped', {
    p_order_id: order,
    p_carrier: 'ups',
    p_tracking_number: '1z 999 aa1 0123456784',
    ...args,
  })
const confirm = (caller = ann, id = order) =>
  call<Shipment>(market.db, caller, 'confirm_delivery', { p_order_id: id })
const statusOf = async () => {
  const [row] = await market.db.sql`select status from public.orders where id = ${order}`
  return row?.status
}
const eventsOf = () => market.db.sql`
  select e.kind, e.reported_by from public.shipment_events e join public.shipments s on s.id = e.shipment_id
  where s.order_id = ${order} order by e.id`

test('mark_shipped and confirm_delivery lead a paid order to its end, and tell both sides', async () => {
  await pay()
  expect(await ship()).toMatchObject({ carrier: 'ups', tracking_number: '1Z999AA10123456784' })
  expect(await statusOf()).toBe('shipped')
  expect((await confirm()).delivered_at).not.toBeNull()
  expect(await statusOf()).toBe('delivered')
  expect([...(await eventsOf())]).toEqual([
    { kind: 'handed_over', reported_by: 'seller' },
    { kind: 'delivered', reported_by: 'buyer' },
  ])
  const told = await market.db.admin<{ topic: string; status: string }[]>`
    select topic, payload ->> 'status' as status from realtime.messages
    where event = 'order' and payload ->> 'order_id' = ${order} and payload ->> 'status' in ('shipped', 'delivered')`
  expect(new Set(told.map(({ topic, status }) => `${topic} ${status}`))).toEqual(
    new Set(
      [ann, market.seller].flatMap((user) => [`user:${user} shipped`, `user:${user} delivered`]),
    ),
  )
})

describe('mark_shipped', () => {
  test('again is harmless, and with another number corrects it', async () => {
    await pay()
    await ship()
    await ship()
    expect(await ship(market.seller, { p_tracking_number: '1Z999AA10000000000' })).toMatchObject({
      tracking_number: '1Z999AA10000000000',
    })
    expect((await eventsOf()).map(({ kind }) => kind)).toEqual(['handed_over', 'corrected'])
  })

  test('needs no number of a carrier that is not listed', async () => {
    await pay()
    expect(
      await ship(market.seller, { p_carrier: 'other', p_tracking_number: null }),
    ).toMatchObject({ carrier: 'other', tracking_number: null })
  })

  test('is the seller’s alone (NOFND)', async () => {
    await pay()
    for (const caller of [ann, await market.newSeller(), await market.bidder()]) {
      expect(await failureOf(ship(caller))).toMatchObject({ code: 'NOFND' })
    }
    expect(await failureOf(ship('anon'))).toMatchObject({ code: '42501' })
  })

  test('waits for the money (STATE), and is over once it has arrived', async () => {
    expect(await failureOf(ship())).toMatchObject({ code: 'STATE', detail: { status: 'pending' } })
    await pay()
    await ship()
    await confirm()
    expect(await failureOf(ship())).toMatchObject({
      code: 'STATE',
      detail: { status: 'delivered' },
    })
  })

  test.each([
    ['p_carrier', { p_carrier: 'pigeon' }],
    ['p_tracking_number', { p_tracking_number: '' }],
    ['p_tracking_number', { p_tracking_number: '=1+1' }],
    ['p_tracking_number', { p_tracking_number: 'A'.repeat(41) }],
  ])('refuses a bad %s (INVAL): %j', async (field, args) => {
    await pay()
    expect(await failureOf(ship(market.seller, args))).toMatchObject({
      code: 'INVAL',
      detail: { field },
    })
  })

  test('has a rate limit (RTLIM)', async () => {
    await pay()
    await ship()
    await market.db
      .sql`update private.rate_buckets set tokens = 0 where bucket like 'mark_shipped:%'`
    expect(await failureOf(ship())).toMatchObject({ code: 'RTLIM' })
  })
})

describe('confirm_delivery', () => {
  test('again is harmless', async () => {
    await pay()
    await ship()
    const first = await confirm()
    expect(await confirm()).toEqual(first)
    expect(await eventsOf()).toHaveLength(2)
  })

  test('is the buyer’s alone (NOFND), of something on its way (STATE)', async () => {
    await pay()
    expect(await failureOf(confirm())).toMatchObject({ code: 'STATE', detail: { status: 'paid' } })
    await ship()
    for (const caller of [market.seller, await market.bidder()]) {
      expect(await failureOf(confirm(caller))).toMatchObject({ code: 'NOFND' })
    }
    expect(await failureOf(confirm(ann, randomUUID()))).toMatchObject({ code: 'NOFND' })
  })
})

describe('choose_order_address', () => {
  const choose = (address: string, caller = ann) =>
    call<{ address_id: string }>(market.db, caller, 'choose_order_address', {
      p_order_id: order,
      p_address_id: address,
    })
  const breakdown = (caller = ann, id = order) =>
    call<Record<string, unknown>>(market.db, caller, 'order_breakdown', { p_order_id: id })

  test('choose_order_address moves the price that order_breakdown tells the buyer, until it is fixed', async () => {
    const before = await breakdown()
    expect(before).toMatchObject({ items_cents: 1000, tax_name: 'CA sales tax', final: false })
    const berlin = await addressOf(market, ann, { country: 'DE', region: '' })
    await choose(berlin)
    const after = await breakdown()
    expect(after).toMatchObject({ shipping_cents: 1999, tax_name: 'VAT', final: false })
    await pay()
    expect(await breakdown()).toEqual({ ...after, final: true })
    expect(await failureOf(choose(berlin))).toMatchObject({
      code: 'STATE',
      detail: { status: 'paid' },
    })
  })

  test('order_breakdown tells the seller nothing of the place before it is paid, others nothing at all', async () => {
    expect(await breakdown(market.seller)).toMatchObject({
      items_cents: 1000,
      shipping_cents: null,
      tax_name: null,
      total_cents: null,
    })
    expect(await failureOf(breakdown(await market.bidder()))).toMatchObject({ code: 'NOFND' })
    await pay()
    expect(await breakdown(market.seller)).toEqual(await breakdown())
  })

  test('takes own orders and own addresses only (NOFND), and not too often (RTLIM)', async () => {
    const bob = await market.bidder()
    const theirs = await addressOf(market, bob, {})
    expect(await failureOf(choose(theirs))).toMatchObject({ code: 'NOFND' })
    expect(await failureOf(choose(theirs, bob))).toMatchObject({ code: 'NOFND' })
    const mine = await addressOf(market, ann, {})
    await choose(mine)
    await market.db
      .sql`update private.rate_buckets set tokens = 0 where bucket like 'choose_order_address:%'`
    expect(await failureOf(choose(mine))).toMatchObject({ code: 'RTLIM' })
  })
})
