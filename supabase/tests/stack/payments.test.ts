/** Orders are paid, the whole way: hosted page, bid, win, charge by the worker, webhooks; the functions in Deno, the stand-in as Stripe. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import {
  ASKS_ALWAYS,
  DECLINED_LATER,
  openStackShop,
  page,
  SOON,
  type StackShop,
  sessionIn,
} from '../support/stack-shop.ts'

let shop: StackShop

beforeAll(async () => {
  shop = await openStackShop()
})
afterAll(() => shop?.stop())

const charges = async (order: string) => {
  const rows = await shop.admin<{ status: string; via: string }[]>`
    select status, via from public.payments where order_id = ${order} order by created_at`
  return rows.map(({ status, via }) => `${via} ${status}`)
}

test('a card on file, a win, and the worker charges it', async () => {
  const buyer = await shop.person()
  await shop.saveCard(buyer)
  const { order } = await shop.win(buyer)
  await shop.becomes(buyer, order, 'paid')
  expect(await charges(order)).toEqual(['card succeeded'])
  const { data } = await buyer.client
    .from('payments')
    .select('status, amount_cents, card_last4')
    .eq('order_id', order)
    .throwOnError()
  expect(data).toMatchObject([{ status: 'succeeded', card_last4: '4242' }])
})

test('3-D Secure: the buyer answers the bank, on the same PaymentIntent', async () => {
  const buyer = await shop.person()
  await shop.saveCard(buyer, ASKS_ALWAYS)
  const { order } = await shop.win(buyer)
  await shop.becomes(buyer, order, 'action_required', 'authentication_required')
  const { order_status, url } = await shop.checkOut(buyer, order)
  expect([order_status, url]).toEqual([
    'action_required',
    expect.stringContaining('/authenticate/pi_'),
  ])
  await shop.control.authenticate({ intent: sessionIn(url) })
  await shop.becomes(buyer, order, 'paid')
  expect(await charges(order)).toEqual(['card succeeded'])
})

test('a declined card: another one on the hosted page pays', async () => {
  const buyer = await shop.person()
  await shop.saveCard(buyer, DECLINED_LATER)
  const { order } = await shop.win(buyer)
  await shop.becomes(buyer, order, 'action_required', 'card_declined')
  const { url } = await shop.checkOut(buyer, order, 'other')
  expect((await shop.checkOut(buyer, order, 'other')).url).toBe(url)
  await shop.control.payCheckout({ session: sessionIn(url) })
  await shop.becomes(buyer, order, 'paid')
  expect(await charges(order)).toEqual(['card canceled', 'checkout succeeded'])
})

test('nobody pays: the runner-up gets the second chance and is charged when they take it', async () => {
  const [first, second] = [await shop.person(), await shop.person()]
  await shop.saveCard(first, DECLINED_LATER)
  await shop.saveCard(second)
  const { order, auction } = await shop.win(first, second)
  await shop.becomes(first, order, 'action_required', 'card_declined')
  await shop.admin`update public.orders set payment_due_at = clock_timestamp() where id = ${order}`
  await shop.becomes(first, order, 'cancelled')
  expect(await charges(order)).toEqual(['card canceled'])
  const offer = await vi.waitFor(async () => {
    const { data } = await second.client
      .from('second_chance_offers')
      .select('id')
      .eq('auction_id', auction)
      .single()
      .throwOnError()
    return data.id
  }, SOON)
  const { data } = await second.client
    .rpc('accept_second_chance', { p_offer_id: offer })
    .throwOnError()
  await shop.becomes(second, z.object({ order_id: z.string() }).parse(data).order_id, 'paid')
})

test('a card that is taken away between bid and win: the order waits for another', async () => {
  const buyer = await shop.person()
  await shop.saveCard(buyer)
  const { order } = await shop.win(buyer).then(async (won) => {
    expect((await shop.ask(buyer, 'stripe-setup', {}, 'DELETE')).status).toBe(200)
    return won
  })
  // The worker may have been faster; then the card has paid, as it should.
  await vi.waitFor(async () => {
    const [row] = await shop.admin`select status from public.orders where id = ${order}`
    expect(['paid', 'action_required']).toContain(row?.status)
  }, SOON)
  expect((await buyer.client.rpc('my_card').throwOnError()).data).toBeNull()
})

test('what Stripe sends back in a browser goes on into the app, and only there', async () => {
  const buyer = await shop.person()
  const { url } = page.parse(
    await (await shop.ask(buyer, 'stripe-setup', { return_to: '/shows/1' })).json(),
  )
  const session = sessionIn(url)
  await shop.control.payCheckout({ session })
  const visit = (to: string) =>
    fetch(
      `${shop.stack.apiUrl}/functions/v1/stripe-setup/return?session_id=${session}&to=${encodeURIComponent(to)}`,
      { redirect: 'manual' },
    )
  const home = new URL((await visit('/shows/1')).headers.get('location') ?? '')
  expect(home.pathname + home.search).toBe('/shows/1?card=saved')
  for (const elsewhere of [
    '//evil.test',
    '/\\evil.test',
    'https://evil.test',
    'javascript:alert(1)',
  ]) {
    const away = await visit(elsewhere)
    expect([away.status, new URL(away.headers.get('location') ?? '').origin]).toEqual([
      303,
      home.origin,
    ])
  }
  const asked = await shop.ask(buyer, 'stripe-setup', { return_to: 'https://evil.test' })
  expect(asked.status).toBe(400)
})

test('an order is paid by its buyer only (NOFND), and with a session (unauthorized)', async () => {
  const buyer = await shop.person()
  await shop.saveCard(buyer)
  const { order } = await shop.win(buyer)
  const others = await shop.ask(await shop.person(), 'stripe-checkout', { order_id: order })
  expect([others.status, await others.json()]).toMatchObject([404, { error: { code: 'NOFND' } }])
  const nobody = await shop.ask({ ...buyer, token: 'x' }, 'stripe-checkout', { order_id: order })
  expect(nobody.status).toBe(401)
})
