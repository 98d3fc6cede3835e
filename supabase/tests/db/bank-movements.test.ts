/** What goes to banks is in the books: each payout once, and the balances agree with Stripe's again. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createReconciliationStore, reconcile } from '../../../functions/_shared/reconcile.ts'
import { connectStripe } from '../../../functions/_shared/stripe.ts'
import { diceOf } from '../prove/dice.ts'
import { CALM, commandsOf } from '../prove/money/connections.ts'
import { openWorld, saveCard, type World } from '../prove/money/world.ts'
import { call, failureOf } from '../support/call.ts'
import { wonOrder } from '../support/money.ts'

let world: World

beforeAll(async () => {
  world = await openWorld(inject('testServer'), { dice: diceOf(1), buyers: 1, sellers: 1 })
})
afterAll(() => world.close())

const stripe = () => connectStripe({ key: world.standIn.secretKey, base: world.standIn.url })
const account = () => world.accounts.get(world.market.seller) ?? ''
const run = () =>
  reconcile({
    stripe: stripe(),
    reconciliation: createReconciliationStore(commandsOf(world.market.db, 'service_role')),
  })
const balanceOf = async (name: string) => {
  const [row] = await world.market.db.sql<{ cents: number }[]>`
    select balance_cents::int as cents from ops.balances where account = ${name}`
  return row?.cents ?? 0
}
const difference = async (object: string) => {
  const [row] = await world.market.db.sql<{ cents: number }[]>`
    select difference_cents::int as cents from ops.reconciliation
    where kind = 'balance' and object = ${object} and settled_at is null`
  return row?.cents
}
const move = (p_account: string, ...p_transactions: object[]) =>
  call<number>(world.market.db, 'service_role', 'book_bank_movements', {
    ...{ p_account, p_transactions },
  })

test('a shop is paid out, and the bank sends it back: booked once each, and nothing differs', async () => {
  const [buyer] = world.buyers
  if (!buyer) throw new Error('no buyer')
  await saveCard(world, buyer, '4242424242424242')
  await wonOrder(world.market, buyer.id)
  for (let turn = 0; turn < 2; turn += 1) {
    await world.market.db.sql`update private.outbox set run_at = now() where done_at is null`
    await world.gate.run([() => world.work(CALM)])
  }
  await world.standIn.control.advance({ seconds: 3 * 24 * 3600 })
  const share = await balanceOf(`stripe:${account()}`)
  expect(share).toBeGreaterThan(0)
  const made = await stripe().payouts.create(
    { amount: share, currency: 'usd' },
    { stripeAccount: account() },
  )
  for (let turn = 0; turn < 2; turn += 1) await run()
  expect(await difference(account())).toBeUndefined()
  expect(await balanceOf(`bank:${account()}`)).toBe(share)
  expect(await balanceOf(`stripe:${account()}`)).toBe(0)
  await world.standIn.control.failPayout({ payout: made.id })
  // A day later; no order has changed the account's books meanwhile.
  await world.market.db.sql`
    update private.stripe_accounts set compared_at = compared_at - interval '25 hours' where account_id = ${account()}`
  await run()
  expect(await difference(account())).toBeUndefined()
  expect(await balanceOf(`bank:${account()}`)).toBe(0)
})

test('the platform is paid out', async () => {
  await run()
  const before = await difference('platform')
  await stripe().payouts.create({ amount: 5000, currency: 'usd' })
  await run()
  expect(await difference('platform')).toBe(before)
  expect(await balanceOf('bank:platform')).toBe(5000)
})

test('book_bank_movements: what Stripe takes is the platform’s cost, or the shop’s; each once', async () => {
  const fee = {
    id: 'txn_fee',
    type: 'stripe_fee',
    currency: 'usd',
    amount_cents: -200,
    fee_cents: 0,
  }
  const before = [await balanceOf('stripe:fees'), await balanceOf(`seller:${world.market.seller}`)]
  expect(await Promise.all([move('platform', fee), move('platform', fee)])).toEqual(
    expect.arrayContaining([0, 1]),
  )
  const instant = { ...fee, id: 'txn_instant', type: 'payout', amount_cents: -1000, fee_cents: 10 }
  expect(await move(account(), instant)).toBe(1)
  expect(await balanceOf('stripe:fees')).toBe((before[0] ?? 0) + 200)
  expect(await balanceOf(`seller:${world.market.seller}`)).toBe((before[1] ?? 0) + 10)
})

test('book_bank_movements takes nothing else (INVAL), and of no strange account (NOFND)', async () => {
  const topup = { id: 'txn_1', type: 'topup', currency: 'usd', amount_cents: 1, fee_cents: 0 }
  expect(await failureOf(move('platform', topup))).toMatchObject({ code: 'INVAL' })
  expect(await failureOf(move('acct_strange', topup))).toMatchObject({ code: 'NOFND' })
})
