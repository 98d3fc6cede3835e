/** What no card can be charged is not published: a lot that could be sold for less, all in, than Stripe takes. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket, type Show } from '../support/market.ts'

const TOO_LITTLE = { code: 'TOTAL', detail: { min_cents: 50 } }
const soon = () => new Date(Date.now() + 3_600_000).toISOString()

let market: Market
/** Ships for nothing within the country. */
let generous: string

beforeAll(async () => {
  market = await openMarket()
  generous = await market.newSeller()
  await ships(generous, 'domestic')
})
afterAll(() => market.db.drop())
beforeEach(() => market.forgetRates())

const ships = (seller: string, destination: string, product: string | null = null) =>
  call(market.db, seller, 'set_shipping_rate', {
    ...{ p_destination: destination, p_first_cents: 0, p_additional_cents: 0 },
    p_product_id: product,
  })
async function draft(seller: string, terms: object, product?: string): Promise<string> {
  const { id } = await call<{ id: string }>(market.db, seller, 'create_auction', {
    ...{ p_product_id: product ?? (await market.product(seller)), ...terms },
  })
  return id
}
const publish = async (seller: string, terms: object, product?: string) =>
  call<{ status: string }>(market.db, seller, 'schedule_auction', {
    p_auction_id: await draft(seller, terms, product),
    p_ends_at: soon(),
  })
const at = (cents: number) => ({ p_starting_price_cents: cents })

describe('a timed auction (TOTAL)', () => {
  test('schedule_auction counts the buyer’s fee: 47 + 2 cents are too little, 48 + 2 are enough', async () => {
    expect(await failureOf(publish(generous, at(47)))).toMatchObject(TOO_LITTLE)
    expect(await publish(generous, at(48))).toMatchObject({ status: 'live' })
  })

  test('paid shipping makes up for it, wherever it goes', async () => {
    expect(await publish(market.seller, at(1))).toMatchObject({ status: 'live' })
  })

  test('one country, or one product, that ships for nothing is enough to refuse it', async () => {
    const seller = await market.newSeller()
    const product = await market.product(seller)
    await ships(seller, 'domestic', product)
    expect(await publish(seller, at(1))).toMatchObject({ status: 'live' })
    expect(await failureOf(publish(seller, at(1), product))).toMatchObject(TOO_LITTLE)
    await ships(seller, 'CA')
    expect(await failureOf(publish(seller, at(1)))).toMatchObject(TOO_LITTLE)
  })

  test('a falling price counts at its floor', async () => {
    const falling = (floor_cents: number) => ({
      ...{ p_starting_price_cents: 5000, p_format: 'descending', p_soft_close_seconds: 0 },
      p_terms: { floor_cents, step_cents: 100, tick_seconds: 60 },
    })
    expect(await failureOf(publish(generous, falling(40)))).toMatchObject(TOO_LITTLE)
    expect(await publish(generous, falling(48))).toMatchObject({ status: 'live' })
  })

  test('the lots of a sale are published together or not at all', async () => {
    const lots = [await draft(generous, at(5000)), await draft(generous, at(20))]
    const sale = call(market.db, generous, 'schedule_sale', {
      ...{ p_title: 'A sale', p_auction_ids: lots, p_ends_at: soon() },
    })
    expect(await failureOf(sale)).toMatchObject(TOO_LITTLE)
    const rows = await market.db.sql`select status from public.auctions where id = any(${lots})`
    expect(rows.map(({ status }) => status)).toEqual(['draft', 'draft'])
  })
})

describe('in a show (TOTAL)', () => {
  let show: Show
  const lot = (cents: number) => market.lot(show, at(cents))

  test('add_lot and update_lot refuse it as soon as the show is announced', async () => {
    show = await market.show('scheduled')
    await ships(show.host, 'domestic')
    expect(await failureOf(lot(20))).toMatchObject(TOO_LITTLE)
    const id = await lot(100)
    const lower = call(market.db, show.host, 'update_lot', { p_auction_id: id, ...at(20) })
    expect(await failureOf(lower)).toMatchObject(TOO_LITTLE)
  })

  test('schedule_show announces no such lot', async () => {
    show = await market.show('draft')
    await ships(show.host, 'domestic')
    await lot(20)
    const announced = call(market.db, show.host, 'schedule_show', {
      ...{ p_show_id: show.id, p_starts_at: soon() },
    })
    expect(await failureOf(announced)).toMatchObject(TOO_LITTLE)
  })
})
