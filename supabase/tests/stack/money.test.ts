/** Money the whole way: hosted page, bid, win, charge by the worker, webhooks; the functions in Deno, the stand-in as Stripe. */
import { randomUUID } from 'node:crypto'
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { connectStripe } from '../../../functions/_shared/stripe.ts'
import type { Database } from '../../../web/types/database.ts'
import { startStack } from '../../local/stack.ts'
import type { StripeControl } from '../../local/stripe/control.ts'
import type { Stack } from '../../local/types.ts'

type Client = SupabaseClient<Database>
type Person = { id: string; client: Client; token: string }

const PASSWORD = 'correct horse battery'
const SOON = { timeout: 30_000, interval: 100 }
const DECLINED_LATER = '4000000000000341'
const ASKS_ALWAYS = '4000002760003184'

let stack: Stack
let control: StripeControl
let admin: Sql
let operator: Client
let seller: Person
let category: string

beforeAll(async () => {
  stack = await startStack()
  if (!stack.stripe) throw new Error('this test needs the stand-in: unset STRIPE_SECRET_KEY')
  control = stack.stripe.control
  const url = new URL(stack.databaseUrl)
  url.username = 'supabase_admin'
  admin = postgres(url.href, { max: 2, onnotice: () => undefined })
  operator = open(stack.secretKey)
  seller = await person()
  await seller.client.rpc('apply_as_seller', { p_shop_name: 'A shop' }).throwOnError()
  await operator.rpc('approve_seller', { p_user_id: seller.id }).throwOnError()
  const { data } = await operator
    .from('categories')
    .insert({ slug: 'things', name: 'Things' })
    .select('id')
    .single()
    .throwOnError()
  category = data.id
})
afterAll(async () => {
  await admin?.end()
  await stack?.stop()
})

const stripe = () => connectStripe({ key: stack.stripe?.secretKey ?? '', base: stack.stripe?.url })

function open(key: string): Client {
  return createClient<Database>(stack.apiUrl, key, { auth: { persistSession: false } })
}

async function person(): Promise<Person> {
  const email = `${randomUUID()}@blytz.test`
  const made = await operator.auth.admin.createUser({
    email,
    password: PASSWORD,
    email_confirm: true,
  })
  if (made.error) throw made.error
  const client = open(stack.publishableKey)
  const { data, error } = await client.auth.signInWithPassword({ email, password: PASSWORD })
  if (error) throw error
  const at = { full_name: 'A Buyer', line1: '1 Main Street', city: 'Oakland' }
  await client
    .from('addresses')
    .insert({ ...at, region: 'CA', postal_code: '94607', country: 'US' })
    .throwOnError()
  return { id: made.data.user.id, client, token: data.session.access_token }
}

/** A function as the app calls it. */
function ask(who: Person, path: string, body: object, method = 'POST'): Promise<Response> {
  return fetch(`${stack.apiUrl}/functions/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${who.token}`, 'content-type': 'application/json' },
    ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
  })
}
const page = z.object({ url: z.string() })
const checkout = z.object({
  order_status: z.string(),
  reason: z.string().nullable(),
  url: z.string().nullable(),
})
const checkOut = async (who: Person, order: string, card = 'saved') =>
  checkout.parse(await (await ask(who, 'stripe-checkout', { order_id: order, card })).json())
const sessionIn = (url: string | null) => url?.split('/').at(-1) ?? ''

/** Saves 4242…, which then behaves as `number` does. */
async function saveCard(who: Person, number?: string): Promise<void> {
  const { url } = page.parse(
    await (await ask(who, 'stripe-setup', { return_to: '/account' })).json(),
  )
  await control.payCheckout({ session: sessionIn(url) })
  await vi.waitFor(async () => {
    const { data } = await who.client.rpc('my_card').throwOnError()
    expect(data).toMatchObject({ last4: '4242' })
  }, SOON)
  if (number === undefined) return
  const [card] = await admin<{ id: string }[]>`
    select payment_method_id as id from private.stripe_customers where user_id = ${who.id}`
  await control.turnCardInto({ paymentMethod: card?.id ?? '', number })
}

/** @returns the order of an auction that `winner` wins against `others`. */
async function win(
  winner: Person,
  ...others: Person[]
): Promise<{ order: string; auction: string }> {
  const product = await seller.client
    .from('products')
    .insert({ category_id: category, title: 'A thing' })
    .select('id')
    .single()
    .throwOnError()
  const { data: made } = await seller.client
    .rpc('create_auction', {
      p_product_id: product.data.id,
      p_starting_price_cents: 1000,
      p_soft_close_seconds: 0,
    })
    .throwOnError()
  const auction = z.object({ id: z.string() }).parse(made).id
  const p_ends_at = new Date(Date.now() + 3_600_000).toISOString()
  await seller.client.rpc('schedule_auction', { p_auction_id: auction, p_ends_at }).throwOnError()
  for (const [index, { client }] of [...others, winner].entries()) {
    const bid = { p_auction_id: auction, p_amount_cents: 2000 + index * 1000 }
    const { data } = await client
      .rpc('place_bid', { ...bid, p_is_max: false, p_idempotency_key: randomUUID() })
      .throwOnError()
    expect(data).toMatchObject({ outcome: 'leading' })
  }
  await admin.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await tx`
      update private.auction_events e set ends_at = clock_timestamp()
      where auction_id = ${auction} and seq = (select max(seq) from private.auction_events where auction_id = e.auction_id)`
    await tx`update public.auctions set ends_at = clock_timestamp() where id = ${auction}`
  })
  return vi.waitFor(async () => {
    const [row] = await admin<{ order_id: string }[]>`
      select order_id from public.order_items where auction_id = ${auction} and released_at is null`
    if (!row) throw new Error('not closed yet')
    return { order: row.order_id, auction }
  }, SOON)
}

async function becomes(who: Person, order: string, status: string, reason?: string): Promise<void> {
  await vi.waitFor(async () => {
    const { data } = await who.client
      .from('orders')
      .select('status, action_reason')
      .eq('id', order)
      .single()
      .throwOnError()
    expect([data.status, data.action_reason]).toEqual([status, reason ?? null])
  }, SOON)
}

const charges = async (order: string) => {
  const rows = await admin<{ status: string; via: string }[]>`
    select status, via from public.payments where order_id = ${order} order by created_at`
  return rows.map(({ status, via }) => `${via} ${status}`)
}

test('a card on file, a win, and the worker charges it', async () => {
  const buyer = await person()
  await saveCard(buyer)
  const { order } = await win(buyer)
  await becomes(buyer, order, 'paid')
  expect(await charges(order)).toEqual(['card succeeded'])
  const { data } = await buyer.client
    .from('payments')
    .select('status, amount_cents, card_last4')
    .eq('order_id', order)
    .throwOnError()
  expect(data).toMatchObject([{ status: 'succeeded', card_last4: '4242' }])
})

test('3-D Secure: the buyer answers the bank, on the same PaymentIntent', async () => {
  const buyer = await person()
  await saveCard(buyer, ASKS_ALWAYS)
  const { order } = await win(buyer)
  await becomes(buyer, order, 'action_required', 'authentication_required')
  const { order_status, url } = await checkOut(buyer, order)
  expect([order_status, url]).toEqual([
    'action_required',
    expect.stringContaining('/authenticate/pi_'),
  ])
  await control.authenticate({ intent: sessionIn(url) })
  await becomes(buyer, order, 'paid')
  expect(await charges(order)).toEqual(['card succeeded'])
})

test('a declined card: another one on the hosted page pays', async () => {
  const buyer = await person()
  await saveCard(buyer, DECLINED_LATER)
  const { order } = await win(buyer)
  await becomes(buyer, order, 'action_required', 'card_declined')
  const { url } = await checkOut(buyer, order, 'other')
  expect((await checkOut(buyer, order, 'other')).url).toBe(url)
  await control.payCheckout({ session: sessionIn(url) })
  await becomes(buyer, order, 'paid')
  expect(await charges(order)).toEqual(['card canceled', 'checkout succeeded'])
})

test('nobody pays: the runner-up gets the second chance and is charged when they take it', async () => {
  const [first, second] = [await person(), await person()]
  await saveCard(first, DECLINED_LATER)
  await saveCard(second)
  const { order, auction } = await win(first, second)
  await becomes(first, order, 'action_required', 'card_declined')
  await admin`update public.orders set payment_due_at = clock_timestamp() where id = ${order}`
  await becomes(first, order, 'cancelled')
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
  await becomes(second, z.object({ order_id: z.string() }).parse(data).order_id, 'paid')
})

test('a card that is taken away between bid and win: the order waits for another', async () => {
  const buyer = await person()
  await saveCard(buyer)
  const { order } = await win(buyer).then(async (won) => {
    expect((await ask(buyer, 'stripe-setup', {}, 'DELETE')).status).toBe(200)
    return won
  })
  // The worker may have been faster; then the card has paid, as it should.
  await vi.waitFor(async () => {
    const [row] = await admin`select status from public.orders where id = ${order}`
    expect(['paid', 'action_required']).toContain(row?.status)
  }, SOON)
  expect((await buyer.client.rpc('my_card').throwOnError()).data).toBeNull()
})

test('what Stripe sends back in a browser goes on into the app, and only there', async () => {
  const buyer = await person()
  const { url } = page.parse(
    await (await ask(buyer, 'stripe-setup', { return_to: '/shows/1' })).json(),
  )
  const session = sessionIn(url)
  await control.payCheckout({ session })
  const visit = (to: string) =>
    fetch(
      `${stack.apiUrl}/functions/v1/stripe-setup/return?session_id=${session}&to=${encodeURIComponent(to)}`,
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
  const asked = await ask(buyer, 'stripe-setup', { return_to: 'https://evil.test' })
  expect(asked.status).toBe(400)
})

test('an order is paid by its buyer only (NOFND), and with a session (unauthorized)', async () => {
  const buyer = await person()
  await saveCard(buyer)
  const { order } = await win(buyer)
  const others = await ask(await person(), 'stripe-checkout', { order_id: order })
  expect([others.status, await others.json()]).toMatchObject([404, { error: { code: 'NOFND' } }])
  const nobody = await ask({ ...buyer, token: 'x' }, 'stripe-checkout', { order_id: order })
  expect(nobody.status).toBe(401)
})

test('the shop gives a part and then the rest back: twice at Stripe, and the order ends', async () => {
  const buyer = await person()
  await saveCard(buyer)
  const { order } = await win(buyer)
  await becomes(buyer, order, 'paid')
  const give = (p_amount_cents: number) =>
    seller.client
      .rpc('refund_order', {
        ...{ p_order_id: order, p_reason: 'damaged', p_idempotency_key: randomUUID() },
        p_amount_cents,
      })
      .throwOnError()
  const { data: sum } = await buyer.client
    .from('orders')
    .select('total_cents')
    .eq('id', order)
    .single()
    .throwOnError()
  await give(500)
  await give((sum.total_cents ?? 0) - 500)
  const another = await buyer.client.rpc('refund_order', {
    ...{ p_order_id: order, p_reason: 'damaged', p_idempotency_key: randomUUID() },
    p_amount_cents: 1,
  })
  expect(another.error).toMatchObject({ code: 'NOFND' })
  await vi.waitFor(async () => {
    await admin`update private.outbox set run_at = now() where done_at is null`
    const { data } = await buyer.client
      .from('refunds')
      .select('status')
      .eq('order_id', order)
      .throwOnError()
    expect(data.map(({ status }) => status)).toEqual(['succeeded', 'succeeded'])
  }, SOON)
  await becomes(buyer, order, 'cancelled')
  const made = await stripe().refunds.list({ limit: 10 })
  const ours = made.data.filter(({ metadata }) => metadata?.order_id === order)
  expect(ours.map(({ amount }) => amount)).toContain(500)
  expect(ours).toHaveLength(2)
})

test('a shop is onboarded; its orders go to its account; a bank’s case holds its part until it is won', async () => {
  const owner = { client: seller.client, token: seller.token, id: seller.id }
  const buyer = await person()
  await saveCard(buyer)
  // Before there is an account the platform keeps what is paid; out of that come the bank's fees.
  const { order: earlier } = await win(buyer)
  await becomes(buyer, earlier, 'paid')
  const onboarding = page.parse(await (await ask(owner, 'stripe-connect', {})).json()).url
  const form = new URLSearchParams({ decision: 'complete' })
  const done = await fetch(onboarding, { method: 'POST', body: form, redirect: 'manual' })
  const back = await fetch(done.headers.get('location') ?? '', { redirect: 'manual' })
  const home = new URL(back.headers.get('location') ?? '')
  expect(home.pathname + home.search).toBe('/studio/payouts?connect=back')
  expect((await owner.client.rpc('my_payouts').throwOnError()).data).toMatchObject({
    state: 'active',
  })
  const dashboard = page.parse(
    await (await ask(owner, 'stripe-connect', { page: 'dashboard' })).json(),
  )
  const account = sessionIn(dashboard.url)

  expect((await ask(buyer, 'stripe-connect', {})).status).toBe(404)
  const { order } = await win(buyer)
  await becomes(buyer, order, 'paid')
  const held = async () =>
    (await control.balances())
      .filter((each) => each.account === account)
      .reduce((sum, each) => sum + each.available + each.pending, 0)
  const [payment] = await admin<{ intent_id: string; share: number }[]>`
    select intent_id, (amount_cents - fee_cents)::int as share from public.payments where order_id = ${order}`
  await vi.waitFor(async () => {
    await admin`update private.outbox set run_at = now() where done_at is null`
    expect(await held()).toBe(payment?.share)
    const [row] = await admin`select booked_at from public.payments where order_id = ${order}`
    expect(row?.booked_at).not.toBeNull()
  }, SOON)
  const { id: dispute } = await control.openDispute({
    payment: payment?.intent_id ?? '',
    reason: 'fraudulent',
  })
  await vi.waitFor(async () => expect(await held()).toBe(0), SOON)
  await control.advance({ seconds: 3 * 24 * 3600 })
  await control.closeDispute({ dispute, won: true })
  await vi.waitFor(async () => {
    await admin`update private.outbox set run_at = now() where done_at is null`
    expect(await held()).toBe(payment?.share)
  }, SOON)
  await vi.waitFor(async () => {
    const { data } = await seller.client.from('disputes').select('status').throwOnError()
    expect(data).toEqual([{ status: 'won' }])
  }, SOON)
})

test('fee and transfer enter the books, which hold what Stripe holds', async () => {
  await vi.waitFor(async () => {
    await admin`update private.outbox set run_at = now() where done_at is null`
    const [open] =
      await admin`select 1 from private.outbox where done_at is null and kind = 'book_charge'`
    expect(open).toBeUndefined()
  }, SOON)
  const [ours] = await admin<{ cents: number }[]>`
    select sum(amount_cents)::int as cents from private.ledger_entries
    where account = 'stripe:platform' or account like 'stripe:acct%'`
  const held = (await control.balances()).reduce(
    (sum, each) => sum + each.available + each.pending,
    0,
  )
  expect(ours?.cents).toBe(held)
  const [clearing] = await admin<{ cents: number }[]>`
    select sum(amount_cents)::int as cents from private.ledger_entries where account = 'stripe:clearing'`
  expect(clearing?.cents).toBe(0)
})
