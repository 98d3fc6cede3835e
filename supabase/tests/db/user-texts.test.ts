/** Rows that people write without a command: their texts are cleaned as those of commands are, and nothing huge is kept. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'

/** A right-to-left override, a zero-width space, spaces around, and an e with its accent apart. */
const DIRTY = '  Caf\u202ee\u0301\u200b  '
const CLEAN = 'Café'

let market: Market

beforeAll(async () => {
  market = await openMarket()
})
afterAll(() => market.db.drop())

test.each([
  ['profiles', 'display_name', 'id'],
  ['profiles', 'bio', 'id'],
  ['sellers', 'shop_name', 'id'],
  ['sellers', 'about', 'id'],
])('an update of %s.%s is cleaned', async (table, column, key) => {
  const [row] = await market.db.as(market.seller, (tx) =>
    tx.unsafe(`update public.${table} set ${column} = $1 where ${key} = $2 returning ${column}`, [
      DIRTY,
      market.seller,
    ]),
  )
  expect(row).toEqual({ [column]: CLEAN })
})

test.each(['products', 'shows'])(
  'title and description of %s are cleaned, when made and when changed',
  async (table) => {
    const id = randomUUID()
    const write = (statement: string) =>
      market.db.as(market.seller, (tx) =>
        tx.unsafe(`${statement} returning title, description`, [DIRTY, id]),
      )
    const [made] = await write(
      table === 'products'
        ? `insert into public.products (id, title, description, category_id) values ($2, $1, $1, '${market.category}')`
        : 'insert into public.shows (id, title, description) values ($2, $1, $1)',
    )
    expect(made).toEqual({ title: CLEAN, description: CLEAN })
    const [changed] = await write(
      `update public.${table} set title = $1, description = $1 where id = $2`,
    )
    expect(changed).toEqual({ title: CLEAN, description: CLEAN })
  },
)

test.each([
  ['a title of nothing that is seen', `title = E'\\u200B\\u200B\\u200B'`],
  ['a picture as a megabyte of text', `images = array[repeat('x', 1000000)]`],
])('%s is refused (23514)', async (_, change) => {
  const product = await market.product()
  const attempt = market.db.as(market.seller, (tx) =>
    tx.unsafe(`update public.products set ${change} where id = $1`, [product]),
  )
  expect(await failureOf(attempt)).toMatchObject({ code: '23514' })
})

test('a cover picture has an address, not a content (23514)', async () => {
  const show = await market.show('draft')
  const attempt = market.db.as(
    show.host,
    (tx) => tx`update public.shows set cover_image = repeat('x', 501) where id = ${show.id}`,
  )
  expect(await failureOf(attempt)).toMatchObject({ code: '23514' })
})
