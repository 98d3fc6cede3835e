/** Prices against a model that was written from the rules: any lots, any rates, any place; and the page's estimate against both. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allIn } from '../../../web/lib/all-in.ts'
import { type PriceLine, priceOf, type Tax } from '../model/price.ts'
import { call } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import { addressOf, type OrderPrice, quote } from '../support/prices.ts'

const CASES = Number(process.env.PROPERTY_CASES ?? 150)
const FEE_PPM = 40_000
/** First and additional cents; the last lot has no rate of its own and ships at the platform's. */
const RATES = [
  [0, 0],
  [1, 1],
  [499, 0],
  [1200, 1200],
  [1999, 1],
  [9_999_999, 350],
] as const
const PLATFORM = [1999, 400] as const
/** Rates with awkward fractions, and every combination of what they are taken of. */
const PLACES: { country: string; tax: Tax }[] = [
  { country: 'DE', tax: { ppm: 190_000, onShipping: true, onFee: true } },
  { country: 'FI', tax: { ppm: 255_000, onShipping: false, onFee: true } },
  { country: 'CH', tax: { ppm: 81_000, onShipping: true, onFee: false } },
  { country: 'NO', tax: { ppm: 88_751, onShipping: false, onFee: false } },
  { country: 'IS', tax: { ppm: 0, onShipping: false, onFee: false } },
]

let market: Market
const auctions: string[] = []

beforeAll(async () => {
  market = await openMarket()
  for (const rate of [...RATES, null]) {
    const draft = await market.draftAuction()
    if (rate !== null) {
      const [row] = await market.db.sql<{ product_id: string }[]>`
        select product_id from public.auctions where id = ${draft}`
      await call(market.db, market.seller, 'set_shipping_rate', {
        p_destination: 'world',
        p_first_cents: rate[0],
        p_additional_cents: rate[1],
        p_product_id: row?.product_id ?? null,
      })
    }
    await call(market.db, market.seller, 'schedule_auction', {
      p_auction_id: draft,
      p_ends_at: new Date(Date.now() + 3_600_000),
    })
    auctions.push(draft)
  }
  for (const { country, tax } of PLACES) {
    await market.db.sql`
      update public.tax_rates set rate_ppm = ${tax.ppm}, on_shipping = ${tax.onShipping}, on_fee = ${tax.onFee}
      where country = ${country}`
  }
})
afterAll(() => market.db.drop())

const cents = fc.oneof(
  fc.constantFrom(1, 12, 13, 37, 38, 99, 1250, 9_999_999_999),
  fc.integer({ min: 1, max: 200_000 }),
)
const place = fc.constantFrom(...PLACES)
const lotIndex = fc.nat({ max: RATES.length })

const lineOf = (lot: number, unitCents: number, quantity: number): PriceLine => {
  const [firstCents, additionalCents] = RATES[lot] ?? PLATFORM
  return { unitCents, quantity, feePpm: FEE_PPM, firstCents, additionalCents }
}

test('the price of any lots together is the model’s, in whatever order they were won', async () => {
  const won = fc.record({
    lot: lotIndex,
    unit: cents,
    quantity: fc.constantFrom(1, 1, 1, 2, 7, 1000),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(won, { minLength: 1, maxLength: 5 }), place, async (lots, to) => {
      const [price] = await market.db.sql<OrderPrice[]>`
        select items_cents::float8 as items, buyer_fee_cents::float8 as fee, shipping_cents::float8 as shipping,
          tax_cents::float8 as tax, total_cents::float8 as total
        from private.price_lines(array(
          select row(l.auction, l.quantity, l.unit)::private.price_line
          from unnest(${lots.map(({ lot }) => auctions[lot] ?? '')}::uuid[], ${lots.map(({ quantity }) => quantity)}::int[],
            ${lots.map(({ unit }) => unit)}::bigint[]) l (auction, quantity, unit)), ${to.country}, '')`
      const lines = lots.map(({ lot, unit, quantity }) => lineOf(lot, unit, quantity))
      expect(price).toEqual(priceOf(lines, to.tax))
      expect(priceOf(lines.toReversed(), to.tax)).toEqual(price)
    }),
    { numRuns: CASES },
  )
})

test('price_quote is the model’s price of so many units, and the page estimates any other amount to the cent', async () => {
  const units = fc.constantFrom(1, 1, 2, 7, 1000)
  await fc.assert(
    fc.asyncProperty(lotIndex, cents, cents, units, place, async (lot, amount, other, n, to) => {
      const reply = await quote(market, 'anon', auctions[lot] ?? '', amount, {
        p_country: to.country,
        p_quantity: n,
      })
      const price = priceOf([lineOf(lot, amount, n)], to.tax)
      expect(reply).toMatchObject({
        item_cents: price.items,
        buyer_fee_cents: price.fee,
        shipping_cents: price.shipping,
        tax_cents: price.tax,
        total_cents: price.total,
      })
      const expected = priceOf([lineOf(lot, other, n)], to.tax)
      expect(allIn(other * n, reply.shipping_cents, reply.terms)).toEqual({
        item_cents: expected.items,
        buyer_fee_cents: expected.fee,
        shipping_cents: expected.shipping,
        tax_cents: expected.tax,
        total_cents: expected.total,
      })
    }),
    { numRuns: CASES },
  )
})

test('what a buyer was quoted for each lot of a show adds up to the order that is charged', async () => {
  const win = fc.record({
    rate: fc.constantFrom(...RATES),
    amount: fc.integer({ min: 1000, max: 90_000 }),
  })
  const homes = [
    { country: 'DE', region: '', postal_code: '10115' },
    { country: 'NO', region: '', postal_code: '0150' },
    { country: 'US', region: 'CA', postal_code: '94607' },
  ]
  await fc.assert(
    fc.asyncProperty(
      fc.array(win, { minLength: 1, maxLength: 4 }),
      fc.constantFrom(...homes),
      async (wins, home) => {
        await market.forgetRates()
        const show = await market.show()
        const buyer = await market.bidder({ address: false })
        await addressOf(market, buyer, home)
        let quoted = 0
        let order = ''
        for (const { rate, amount } of wins) {
          const lot = await market.lot(show)
          const [row] = await market.db.sql<{ product_id: string }[]>`
            select product_id from public.auctions where id = ${lot}`
          await market.db.sql`
            insert into public.shipping_rates (seller_id, product_id, destination, first_cents, additional_cents, valid_from)
            values (${show.host}, ${row?.product_id ?? null}, 'world', ${rate[0]}, ${rate[1]}, '-infinity')`
          await call(market.db, show.host, 'open_lot', { p_auction_id: lot, p_seconds: 60 })
          const before = await quote(market, buyer, lot, amount)
          expect(before.joins_order_id ?? '').toBe(order)
          expect(allIn(amount, before.shipping_cents, before.terms).total_cents).toBe(
            before.total_cents,
          )
          quoted += before.total_cents
          await market.bid(buyer, lot, amount, { isMax: false })
          order = await closeAndFindOrder(lot, buyer)
        }
        const [sealed] = await market.db.sql`
          select total_cents::float8 as total, buyer_id from private.seal_order(${order})`
        expect(sealed).toEqual({ total: quoted, buyer_id: buyer })
      },
    ),
    { numRuns: Math.ceil(CASES / 10) },
  )
})

async function closeAndFindOrder(lot: string, buyer: string): Promise<string> {
  await market.endIn(lot, -1)
  await call(market.db, buyer, 'close_auction', { p_auction_id: lot })
  const [item] = await market.db.sql<{ order_id: string }[]>`
    select order_id from public.order_items where auction_id = ${lot} and released_at is null`
  return item?.order_id ?? ''
}
