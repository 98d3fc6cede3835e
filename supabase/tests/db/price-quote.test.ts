/** What things cost, all in: the quote before the bid is the order after it. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import { addressOf, orderPrice, quote, winAt } from '../support/prices.ts'

let market: Market
let ann: string

beforeAll(async () => {
  market = await openMarket()
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  await market.forgetRates()
  ann = await market.bidder()
})

describe('price_quote', () => {
  test('price_quote adds buyer fee, shipping and tax to the item', async () => {
    const auction = await market.auction()
    // 4 % fee; the platform's domestic rate; California: 7.25 % of item and fee, not of shipping.
    expect(await quote(market, ann, auction, 2400)).toMatchObject({
      currency: 'USD',
      item_cents: 2400,
      buyer_fee_cents: 96,
      shipping_cents: 599,
      tax_cents: 181,
      total_cents: 3276,
      tax_name: 'CA sales tax',
      tax_known: true,
      country: 'US',
      region: 'CA',
      place_known: true,
      joins_order_id: null,
    })
  })

  test('goes to any address of the caller, or to a country', async () => {
    const auction = await market.auction()
    const home = await addressOf(market, ann, { country: 'DE', region: '', postal_code: '10115' })
    // 19 % of item, fee and shipping.
    const expected = { shipping_cents: 1999, tax_cents: 854, tax_name: 'VAT', country: 'DE' }
    expect(await quote(market, ann, auction, 2400, { p_address_id: home })).toMatchObject(expected)
    expect(await quote(market, 'anon', auction, 2400, { p_country: 'DE' })).toMatchObject(expected)
  })

  test('tells a visitor without a place that the place is a guess', async () => {
    const auction = await market.auction()
    expect(await quote(market, 'anon', auction, 2400)).toMatchObject({
      place_known: false,
      country: 'US',
      tax_cents: 0,
      tax_known: false,
      shipping_cents: 599,
    })
  })

  test('has no tax where the table has none', async () => {
    const auction = await market.auction()
    const oregon = await addressOf(market, ann, { region: 'OR', postal_code: '97201' })
    expect(await quote(market, ann, auction, 2400, { p_address_id: oregon })).toMatchObject({
      tax_cents: 0,
      tax_name: null,
    })
  })

  test('refuses what is not there or not the caller’s (NOFND)', async () => {
    const auction = await market.auction()
    const theirs = await addressOf(market, await market.bidder(), {})
    const draft = await market.draftAuction()
    const attempts = [
      () => quote(market, ann, randomUUID(), 100),
      () => quote(market, ann, draft, 100),
      () => quote(market, ann, auction, 100, { p_address_id: theirs }),
      () => quote(market, 'anon', auction, 100, { p_address_id: theirs }),
    ]
    for (const attempt of attempts) {
      expect(await failureOf(attempt())).toMatchObject({ code: 'NOFND' })
    }
  })

  test.each([
    ['p_amount_cents', 0, {}],
    ['p_amount_cents', 10_000_000_000, {}],
    ['p_quantity', 100, { p_quantity: 0 }],
    ['p_country', 100, { p_country: 'XX' }],
  ])('refuses a bad %s (INVAL): %s %j', async (field, amount, args) => {
    const auction = await market.auction()
    expect(await failureOf(quote(market, ann, auction, amount, args))).toMatchObject({
      code: 'INVAL',
      detail: { field },
    })
  })
})

describe('set_shipping_rate', () => {
  const set = (seller: string, args: Record<string, string | number | null>) =>
    call(market.db, seller, 'set_shipping_rate', args)
  const shipping = async (auction: string, country: string) =>
    (await quote(market, 'anon', auction, 1000, { p_country: country })).shipping_cents

  test('set_shipping_rate prefers the product to the shop to the platform, then the narrowest destination', async () => {
    const seller = await market.newSeller()
    await set(seller, { p_destination: 'world', p_first_cents: 3000, p_additional_cents: 500 })
    await set(seller, {
      p_destination: 'european_union',
      p_first_cents: 1500,
      p_additional_cents: 300,
    })
    await set(seller, { p_destination: 'FR', p_first_cents: 1200, p_additional_cents: 200 })
    const auction = await market.auction({ seller })
    expect(await shipping(auction, 'FR')).toBe(1200)
    expect(await shipping(auction, 'DE')).toBe(1500)
    expect(await shipping(auction, 'JP')).toBe(3000)
    // The shop has a rate for the whole world, the platform's domestic one is out of the question.
    expect(await shipping(auction, 'US')).toBe(3000)

    const draft = await market.draftAuction({ seller })
    const [row] = await market.db.sql`select product_id from public.auctions where id = ${draft}`
    await set(seller, {
      p_destination: 'FR',
      p_first_cents: 900,
      p_additional_cents: 0,
      p_product_id: row?.product_id,
    })
    await call(market.db, seller, 'schedule_auction', {
      p_auction_id: draft,
      p_ends_at: new Date(Date.now() + 3_600_000),
    })
    expect(await shipping(draft, 'FR')).toBe(900)
    expect(await shipping(draft, 'DE')).toBe(1500)
  })

  test('leaves an auction alone that is public already', async () => {
    const seller = await market.newSeller()
    const before = await market.auction({ seller })
    await set(seller, { p_destination: 'domestic', p_first_cents: 99_900, p_additional_cents: 0 })
    const after = await market.auction({ seller })
    await set(seller, { p_destination: 'domestic', p_first_cents: null })
    const last = await market.auction({ seller })
    expect(await shipping(before, 'US')).toBe(599)
    expect(await shipping(after, 'US')).toBe(99_900)
    expect(await shipping(last, 'US')).toBe(599)
    await market.db.as(seller, (tx) => tx`update public.sellers set ships_from = 'DE'`)
    expect(await shipping(last, 'US')).toBe(599)
    expect(await shipping(await market.auction({ seller }), 'US')).toBe(1999)
  })

  test('refuses buyers (42501), nonsense (INVAL) and products of others (NOFND)', async () => {
    const good = { p_destination: 'world', p_first_cents: 500, p_additional_cents: 100 }
    expect(await failureOf(set(ann, good))).toMatchObject({ code: '42501' })
    for (const [field, args] of [
      ['p_destination', { ...good, p_destination: 'moon' }],
      ['p_currency', { ...good, p_currency: 'XXX' }],
      ['p_first_cents', { ...good, p_first_cents: -1 }],
      ['p_additional_cents', { ...good, p_additional_cents: 501 }],
    ] as const) {
      expect(await failureOf(set(market.seller, args))).toMatchObject({
        code: 'INVAL',
        detail: { field },
      })
    }
    const theirs = { ...good, p_product_id: await market.product() }
    expect(await failureOf(set(await market.newSeller(), theirs))).toMatchObject({ code: 'NOFND' })
  })

  test('has a rate limit (RTLIM)', async () => {
    const seller = await market.newSeller()
    const attempt = async () => {
      for (let count = 0; count < 100; count++)
        await set(seller, { p_destination: 'world', p_first_cents: 0, p_additional_cents: 0 })
    }
    expect(await failureOf(attempt())).toMatchObject({ code: 'RTLIM' })
  })
})

describe('the price of an order', () => {
  test('is what was quoted, follows the address until it is fixed, and never after', async () => {
    const auction = await market.auction({ softClose: 0 })
    const quoted = await quote(market, ann, auction, 1000)
    const order = await winAt(market, ann, auction, 1000)
    expect(await orderPrice(market, order)).toEqual({
      items: 1000,
      fee: quoted.buyer_fee_cents,
      shipping: quoted.shipping_cents,
      tax: quoted.tax_cents,
      total: quoted.total_cents,
    })
    await addressOf(market, ann, { country: 'DE', region: '', is_default: true })
    const abroad = await quote(market, ann, auction, 1000)
    const [fixed] = await market.db
      .sql`select total_cents::int as total from private.seal_order(${order})`
    expect(fixed?.total).toBe(abroad.total_cents)
    await market.db.as(ann, (tx) => tx`delete from public.addresses`)
    const [again] = await market.db
      .sql`select total_cents::int as total from private.seal_order(${order})`
    expect(again?.total).toBe(abroad.total_cents)
    expect((await orderPrice(market, order)).total).toBe(abroad.total_cents)
    const [copy] = await market.db
      .sql`select country from public.order_addresses where order_id = ${order}`
    expect(copy?.country).toBe('DE')
    const attempt = market.db
      .sql`update public.orders set shipping_cents = 0, total_cents = total_cents - shipping_cents where id = ${order}`
    expect(await failureOf(attempt)).toMatchObject({ code: 'STATE' })
  })

  test('is unknown while the buyer has no address, and so is not paid', async () => {
    const homeless = await market.bidder({ address: false })
    const auction = await market.auction({ softClose: 0 })
    const order = await winAt(market, homeless, auction, 1000)
    const [row] = await market.db.sql`
      select private.order_total(${order}) as total, (private.seal_order(${order})).total_cents as fixed`
    expect(row).toEqual({ total: null, fixed: null })
    const attempt = market.db.sql`update public.orders set status = 'paid' where id = ${order}`
    expect(await failureOf(attempt)).toMatchObject({ code: '23514' })
  })
})
