/** Nobody names a price but the database: what a buyer, a seller or a stranger may try, and what stops it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import { winAt } from '../support/prices.ts'

let market: Market
let ann: string
let order: string

beforeAll(async () => {
  market = await openMarket()
  ann = await market.bidder()
  order = await winAt(market, ann, await market.auction({ softClose: 0 }), 1000)
  await market.db.sql`select private.seal_order(${order})`
})
afterAll(() => market.db.drop())

const attempt = (caller: string, statement: string) =>
  failureOf(market.db.as(caller, (tx) => tx.unsafe(statement)))

test.each([
  ['lowers the total', 'update public.orders set total_cents = 1'],
  ['lowers the items', 'update public.orders set items_cents = 1'],
  ['ships for nothing', 'update public.orders set shipping_cents = 0'],
  ['calls it paid', `update public.orders set status = 'paid', paid_at = now()`],
  ['unseals it', 'update public.orders set sealed_at = null'],
  ['buys time', `update public.orders set payment_due_at = now() + interval '1 year'`],
  ['changes a lot', 'update public.order_items set price_cents = 1'],
  ['moves the parcel', `update public.order_addresses set line1 = 'Elsewhere'`],
  ['abolishes the fee', `insert into public.buyer_fees values (now(), 0)`],
  ['abolishes a tax', 'update public.tax_rates set rate_ppm = 0'],
  [
    'sets a rate by hand',
    `insert into public.shipping_rates (destination, first_cents, additional_cents) values ('world', 0, 0)`,
  ],
  ['ends a rate by hand', 'update public.shipping_rates set valid_until = now()'],
  [
    'invents a parcel',
    `insert into public.shipments (order_id, carrier) values (gen_random_uuid(), 'ups')`,
  ],
  ['invents a delivery', 'update public.shipments set delivered_at = now()'],
])('whoever %s is refused (42501)', async (_what, statement) => {
  for (const caller of [ann, market.seller, 'anon', 'service_role']) {
    expect(await attempt(caller, statement), caller).toMatchObject({ code: '42501' })
  }
})

test.each([
  'select private.seal_order(null)',
  'select private.order_total(null)',
  'select private.order_price(null)',
  `select private.price_lines('{}', 'US', 'CA')`,
  'select private.shipping_rate(null, null)',
])('the functions behind the price are nobody’s to call (42501): %s', async (statement) => {
  for (const caller of [ann, market.seller, 'anon', 'service_role']) {
    expect(await attempt(caller, statement), caller).toMatchObject({ code: '42501' })
  }
})

test('no command that leads to an order takes a fee, a tax, a shipping price or a total', async () => {
  const named = await market.db.admin<{ name: string; argument: string }[]>`
    select p.proname as name, a.argument from pg_proc p cross join unnest(p.proargnames, p.proargmodes) a (argument, mode)
    where coalesce(a.mode, 'i') <> 't' and p.pronamespace = 'public'::regnamespace
      and a.argument ~ '(fee|tax|total|shipping)' and has_function_privilege('authenticated', p.oid, 'execute')`
  expect([...named]).toEqual([])
  const priced = await market.db.admin<{ name: string }[]>`
    select distinct p.proname as name from pg_proc p cross join unnest(p.proargnames, p.proargmodes) a (argument, mode)
    where coalesce(a.mode, 'i') <> 't' and p.pronamespace = 'public'::regnamespace and a.argument ~ '_cents$'
      and p.proname ~ '(order|checkout|ship|deliver|second_chance)' and has_function_privilege('authenticated', p.oid, 'execute')`
  // A seller's own rates, which touch only auctions that become public afterwards; and what goes back to the buyer, never
  // above what was paid (refunds.test.ts).
  const harmless = ['refund_order', 'set_shipping_rate']
  expect(priced.map(({ name }) => name).filter((name) => !harmless.includes(name))).toEqual([])
})
