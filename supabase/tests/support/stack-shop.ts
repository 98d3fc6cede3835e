/** A shop over a whole stack, for tests of money: people with cards, wins, functions as the app calls them, the stand-in as Stripe. */
import { randomUUID } from 'node:crypto'
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import postgres, { type Sql } from 'postgres'
import { expect, vi } from 'vitest'
import { z } from 'zod'
import { connectStripe } from '../../../functions/_shared/stripe.ts'
import type { Database } from '../../../web/types/database.ts'
import { startStack } from '../../local/stack.ts'
import type { StripeControl } from '../../local/stripe/control.ts'
import type { Stack } from '../../local/types.ts'

type Client = SupabaseClient<Database>

export interface Person {
  id: string
  client: Client
  token: string
}

export interface StackShop {
  stack: Stack
  control: StripeControl
  /** A superuser of the database. */
  admin: Sql
  seller: Person
  stripe: ReturnType<typeof connectStripe>
  person(): Promise<Person>
  /** A function as the app calls it. */
  ask(who: Person, path: string, body: object, method?: string): Promise<Response>
  checkOut(who: Person, order: string, card?: string): Promise<z.infer<typeof checkout>>
  /** Saves 4242…, which then behaves as `number` does. */
  saveCard(who: Person, number?: string): Promise<void>
  /** @returns the order of an auction that `winner` wins against `others`. */
  win(winner: Person, ...others: Person[]): Promise<{ order: string; auction: string }>
  /** Waits until the order has come so far. */
  becomes(who: Person, order: string, status: string, reason?: string): Promise<void>
  stop(): Promise<void>
}

const PASSWORD = 'correct horse battery'
export const SOON = { timeout: 30_000, interval: 100 }
export const DECLINED_LATER = '4000000000000341'
export const ASKS_ALWAYS = '4000002760003184'

/** What a function answers that sends the browser to Stripe. */
export const page = z.object({ url: z.string() })
const checkout = z.object({
  order_status: z.string(),
  reason: z.string().nullable(),
  url: z.string().nullable(),
})
/** The id at the end of a hosted page's address. */
export const sessionIn = (url: string | null): string => url?.split('/').at(-1) ?? ''

export async function openStackShop(): Promise<StackShop> {
  const stack = await startStack()
  if (!stack.stripe) throw new Error('this test needs the stand-in: unset STRIPE_SECRET_KEY')
  const { control, secretKey, url: stripeUrl } = stack.stripe
  const url = new URL(stack.databaseUrl)
  url.username = 'supabase_admin'
  const admin = postgres(url.href, { max: 2, onnotice: () => undefined })
  const operator = open(stack.secretKey)

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

  function ask(who: Person, path: string, body: object, method = 'POST'): Promise<Response> {
    return fetch(`${stack.apiUrl}/functions/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${who.token}`, 'content-type': 'application/json' },
      ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
    })
  }

  const checkOut = async (who: Person, order: string, card = 'saved') =>
    checkout.parse(await (await ask(who, 'stripe-checkout', { order_id: order, card })).json())

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

  async function becomes(
    who: Person,
    order: string,
    status: string,
    reason?: string,
  ): Promise<void> {
    await vi.waitFor(async () => {
      const { data } = await who.client
        .from('orders')
        .select('status')
        .eq('id', order)
        .single()
        .throwOnError()
      const dues = await who.client.rpc('order_dues', { p_order_ids: [order] }).throwOnError()
      expect([data.status, dues.data[0]?.action_reason ?? null]).toEqual([status, reason ?? null])
    }, SOON)
  }

  const seller = await person()
  await seller.client.rpc('apply_as_seller', { p_shop_name: 'A shop' }).throwOnError()
  await operator.rpc('approve_seller', { p_user_id: seller.id }).throwOnError()
  const { data } = await operator
    .from('categories')
    .insert({ slug: 'things', name: 'Things' })
    .select('id')
    .single()
    .throwOnError()
  const category = data.id
  return {
    ...{ stack, control, admin, seller, person, ask, checkOut, saveCard, win, becomes },
    stripe: connectStripe({ key: secretKey, base: stripeUrl }),
    async stop() {
      await admin.end()
      await stack.stop()
    },
  }
}
