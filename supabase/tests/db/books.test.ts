/** The books: every transaction sums to zero, and nothing that is written is ever changed. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { failureOf } from '../support/call.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase

beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.drop())

const book = async (reference: string, amounts: Record<string, number>) => {
  const [row] = await db.sql<{ booked: boolean }[]>`
    select private.book('test_event', ${reference}, null, 'eur', ${db.sql.json(amounts)}) as booked`
  return row?.booked
}
const balances = () => db.sql<{ account: string; currency: string; balance_cents: string }[]>`
  select account, currency, balance_cents::text from ops.balances order by account`

test('an event is booked once, in balance', async () => {
  expect(
    await book('one', { 'stripe:platform': 970, 'stripe:fees': 30, 'platform:revenue': -1000 }),
  ).toBe(true)
  expect(await book('one', { 'stripe:platform': 5, 'platform:revenue': -5 })).toBe(false)
  expect(await balances()).toEqual([
    { account: 'platform:revenue', currency: 'EUR', balance_cents: '-1000' },
    { account: 'stripe:fees', currency: 'EUR', balance_cents: '30' },
    { account: 'stripe:platform', currency: 'EUR', balance_cents: '970' },
  ])
})

test('amounts of nothing are left out', async () => {
  await book('two', { 'stripe:platform': 7, 'stripe:fees': 0, 'platform:revenue': -7 })
  const rows = await db.sql`select account from private.ledger_entries where reference = 'two'`
  expect(rows).toHaveLength(2)
})

test('what does not sum to zero is not committed (23514)', async () => {
  expect(
    await failureOf(book('three', { 'stripe:platform': 10, 'platform:revenue': -9 })),
  ).toMatchObject({
    code: '23514',
  })
  expect(await db.sql`select 1 from private.ledger_entries where reference = 'three'`).toEqual([])
})

test('each currency sums to zero by itself (23514)', async () => {
  const mixed = db.sql`
    insert into private.ledger_entries (transaction_id, event, reference, account, currency, amount_cents)
    select '00000000-0000-4000-8000-000000000001', 'test_event', 'four', a, c, n
    from (values ('stripe:platform', 'EUR', 5), ('platform:revenue', 'USD', -5)) v(a, c, n)`
  expect(await failureOf(mixed)).toMatchObject({ code: '23514' })
})

test.each([
  ['update', `update private.ledger_entries set amount_cents = amount_cents + 1`],
  ['delete', `delete from private.ledger_entries`],
  ['truncate', `truncate private.ledger_entries`],
])('the books are append-only: %s (42501)', async (_verb, statement) => {
  expect(await failureOf(db.sql.unsafe(statement))).toMatchObject({ code: '42501' })
})
