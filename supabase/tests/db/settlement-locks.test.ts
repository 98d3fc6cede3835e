/** Cancelling overdue orders and bringing back what became of a charge wait for each other in one order, not in a circle. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Market, openMarket } from '../support/market.ts'
import { beginCall, giveCard, orderRow, wonOrder } from '../support/money.ts'

let market: Market

beforeAll(async () => {
  market = await openMarket()
})
afterAll(() => market.db.drop())

test('a card that is found gone in one of its buyer’s overdue orders, while the other one is cancelled', async () => {
  const ann = await market.bidder({ card: false })
  await giveCard(market, ann)
  const [first, second] = [await wonOrder(market, ann), await wonOrder(market, ann)]
  const { attempt } = await beginCall(market, second)
  await market.db.sql`
    update public.orders set payment_due_at = clock_timestamp() - interval '2 minutes' where id = ${first}`
  await market.db.sql`
    update public.orders set payment_due_at = clock_timestamp() - interval '1 minute' where id = ${second}`
  const settler = market.db.connect()
  const [settlerIs] = await settler<{ pid: number }[]>`select pg_backend_pid() as pid`
  let settled: Promise<unknown> = Promise.resolve()
  await market.db.connect().begin(async (tx) => {
    await tx`select id from public.orders where id = ${second} for no key update`
    settled = settler`select private.settle_due()`.then(() => 'settled')
    await vi.waitFor(async () => {
      const waiting = await market.db.admin`
        select 1 from pg_stat_activity where pid = ${settlerIs?.pid ?? 0} and wait_event_type = 'Lock'`
      expect(waiting).toHaveLength(1)
    })
    await tx`select private.fail_attempt(${second}, ${attempt.number}, 'card_gone', null)`
  })
  expect(await settled).toBe('settled')
  expect(await orderRow(market, first)).toMatchObject({ status: 'cancelled' })
})
