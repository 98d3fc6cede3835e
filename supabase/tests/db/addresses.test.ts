/** The address book: clean, complete, with exactly one default. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import { addressOf } from '../support/prices.ts'

let market: Market
let ann: string

beforeAll(async () => {
  market = await openMarket()
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  ann = await market.bidder({ address: false })
})

const defaults = () => market.db.sql<{ id: string }[]>`
  select id from public.addresses where user_id = ${ann} and is_default`

test('the first address is the default, another takes its place when asked, and one is left when it goes', async () => {
  const first = await addressOf(market, ann, {})
  const second = await addressOf(market, ann, {})
  expect([...(await defaults())]).toEqual([{ id: first }])
  await market.db.as(
    ann,
    (tx) => tx`update public.addresses set is_default = true where id = ${second}`,
  )
  expect([...(await defaults())]).toEqual([{ id: second }])
  await market.db.as(
    ann,
    (tx) => tx`update public.addresses set is_default = false where id = ${second}`,
  )
  expect(await defaults()).toHaveLength(1)
  await market.db.as(ann, (tx) => tx`delete from public.addresses where is_default`)
  expect(await defaults()).toHaveLength(1)
})

test('two new defaults at once leave one', async () => {
  await Promise.all([1, 2, 3, 4].map(() => addressOf(market, ann, { is_default: true })))
  expect(await defaults()).toHaveLength(1)
})

test('text is cleaned, postal codes are upper case', async () => {
  const id = await addressOf(market, ann, {
    full_name: '  Ann\u202E Evil ',
    country: 'GB',
    region: '',
    postal_code: 'sw1a 1aa',
  })
  const [row] = await market.db
    .sql`select full_name, postal_code from public.addresses where id = ${id}`
  expect(row).toEqual({ full_name: 'Ann Evil', postal_code: 'SW1A 1AA' })
})

test.each([
  ['full_name', { full_name: ' ' }],
  ['line1', { line1: '' }],
  ['city', { city: '\u200B' }],
  ['region', { region: '' }],
  ['region', { region: 'BY', country: 'US' }],
])('an address without a proper %s is refused (INVAL): %j', async (field, address) => {
  expect(await failureOf(addressOf(market, ann, address))).toMatchObject({
    code: 'INVAL',
    detail: { field },
  })
})

test('an address book has an end (INVAL)', async () => {
  for (let count = 0; count < 20; count++) await addressOf(market, ann, {})
  expect(await failureOf(addressOf(market, ann, {}))).toMatchObject({ code: 'INVAL' })
})

test('a country we do not ship to is refused (23503)', async () => {
  expect(await failureOf(addressOf(market, ann, { country: 'XX', region: '' }))).toMatchObject({
    code: '23503',
  })
})
