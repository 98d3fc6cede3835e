/** The path of a bid as every client takes it: an unmodified supabase-js with a publishable key, and nothing else. */
import { randomUUID } from 'node:crypto'
import { createClient, type RealtimeChannel, type SupabaseClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Database } from '../../../web/types/database.ts'
import { collect, statuses, subscribed } from '../../local/realtime/testing/supabase.ts'
import { startStack } from '../../local/stack.ts'
import type { Stack } from '../../local/types.ts'

type Client = SupabaseClient<Database>
type Person = { id: string; client: Client }

const PASSWORD = 'correct horse battery'
const HEARD = { timeout: 15_000, interval: 20 }

let stack: Stack
let operator: Client
let host: Person
let [bea, bob]: Person[] = []
let showId: string
let lotId: string
const clients: Client[] = []

function open(key: string): Client {
  const client = createClient<Database>(stack.apiUrl, key, { auth: { persistSession: false } })
  clients.push(client)
  return client
}

function must<T>({ data, error }: { data: T; error: unknown }): NonNullable<T> {
  if (error !== null) throw error
  if (data === null || data === undefined) throw new Error('answered nothing')
  return data
}

/** Somebody with a confirmed address, signed in by password. */
async function person({ card = true } = {}): Promise<Person> {
  const email = `${randomUUID()}@blytz.test`
  const account = { email, password: PASSWORD, email_confirm: true }
  const created = await operator.auth.admin.createUser(account)
  if (created.error) throw created.error
  const { user } = created.data
  if (card) await operator.rpc('record_card', { p_user_id: user.id }).throwOnError()
  const client = open(stack.publishableKey)
  const signedIn = await client.auth.signInWithPassword({ email, password: PASSWORD })
  if (signedIn.error) throw signedIn.error
  await client.realtime.setAuth()
  return { id: user.id, client }
}

async function liveLot(): Promise<void> {
  const { client } = host
  const category = { slug: 'things', name: 'Things' }
  const { id } = must(await operator.from('categories').insert(category).select('id').single())
  const product = { category_id: id, title: 'A thing' }
  const made = must(await client.from('products').insert(product).select('id').single())
  showId = must(await client.from('shows').insert({ title: 'A show' }).select('id').single()).id
  const lot = { p_show_id: showId, p_product_id: made.id, p_starting_price_cents: 1_000 }
  lotId = must(await client.rpc('add_lot', lot)).id
  const starts = { p_show_id: showId, p_starts_at: new Date().toISOString() }
  must(await client.rpc('schedule_show', starts))
  must(await client.rpc('start_show', { p_show_id: showId }))
  must(await client.rpc('open_lot', { p_auction_id: lotId, p_seconds: 600 }))
}

function place(client: Client, cents: number, key = randomUUID(), auction = lotId) {
  return client.rpc('place_bid', {
    p_auction_id: auction,
    p_amount_cents: cents,
    p_is_max: false,
    p_idempotency_key: key,
  })
}

/** A bid that leads, whatever came before. */
async function lead({ client }: Person): Promise<Record<string, unknown>> {
  const lot = must(await client.from('auctions').select('id').eq('id', lotId).single())
  const snapshot = must(await client.rpc('auction_snapshot', { p_auction_id: lot.id }))
  const reply = must(await place(client, Number(Reflect.get(Object(snapshot), 'min_bid_cents'))))
  expect(reply).toMatchObject({ outcome: 'leading', code: null })
  return Object(reply)
}

/** The show's private topic; `*` hears whatever event comes. */
function room(client: Client): { channel: RealtimeChannel; heard: Record<string, unknown>[] } {
  const channel = client.channel(`show:${showId}`, { config: { private: true } })
  return { channel, heard: collect(channel, '*') }
}

beforeAll(async () => {
  stack = await startStack()
  operator = open(stack.secretKey)
  host = await person()
  await host.client.rpc('apply_as_seller', { p_shop_name: 'A shop' }).throwOnError()
  await operator.rpc('approve_seller', { p_user_id: host.id }).throwOnError()
  ;[bea, bob] = [await person(), await person()]
  await liveLot()
})
beforeEach(async () => {
  for (const client of clients) await client.removeAllChannels()
})
afterAll(async () => {
  for (const client of clients) {
    await client.removeAllChannels()
    await client.auth.stopAutoRefresh()
  }
  await stack?.stop()
})

function bidders(): [Person, Person] {
  if (bea === undefined || bob === undefined) throw new Error('no bidders')
  return [bea, bob]
}

test('a bid is broadcast to the private topic of its show with the version of the reply', async () => {
  const [first, second] = bidders()
  const { channel, heard } = room(second.client)
  await subscribed(channel)
  const { version, price_cents, leader, min_bid_cents, ends_at, head } = await lead(first)
  const payload = { id: lotId, status: 'live', version, price_cents, leader, min_bid_cents, head }
  await vi.waitFor(
    () =>
      expect(heard).toContainEqual(
        expect.objectContaining({ event: 'auction', payload: expect.objectContaining(payload) }),
      ),
    HEARD,
  )
  expect(Date.parse(String(ends_at))).toBeGreaterThan(Date.now())
})

test('a visitor without an account hears the bids of a show, too', async () => {
  const [first] = bidders()
  const { channel, heard } = room(open(stack.publishableKey))
  await subscribed(channel)
  const { version } = await lead(first)
  await vi.waitFor(
    () =>
      expect(heard).toContainEqual(
        expect.objectContaining({ payload: expect.objectContaining({ version }) }),
      ),
    HEARD,
  )
})

test('whoever is banned from a show cannot join its topic', async () => {
  const banned = await person()
  const sql = postgres(stack.databaseUrl, { max: 1 })
  await sql`
    insert into public.show_moderation (show_id, user_id, banned_until)
    values (${showId}, ${banned.id}, 'infinity')`
  await sql.end()
  const seen = statuses(room(banned.client).channel)
  await vi.waitFor(() => expect(seen.join()).toContain('CHANNEL_ERROR'), HEARD)
  expect(seen.join()).toContain('Unauthorized')
  expect(seen).not.toContain('SUBSCRIBED')
})

test('nobody hears what a client sends to the topic of a show', async () => {
  const [first, second] = bidders()
  const listener = room(second.client)
  await subscribed(listener.channel)
  const forger = room(first.client)
  await subscribed(forger.channel)
  const forged = { id: lotId, version: 9_999, price_cents: 1, status: 'sold' }
  await forger.channel.send({ type: 'broadcast', event: 'auction', payload: forged })
  await forger.channel.httpSend('auction', forged).catch(() => undefined)
  // A real bid comes after both: when it has arrived, the forged ones are not on their way any more.
  const { version } = await lead(first)
  const versions = () =>
    listener.heard.map(({ payload }) => Reflect.get(Object(payload), 'version'))
  await vi.waitFor(() => expect(versions()).toContain(version), HEARD)
  expect(versions()).not.toContain(forged.version)
})

test('place_bid refuses below the minimum as data (LOWBD)', async () => {
  const [first] = bidders()
  await lead(first)
  const { data, error } = await place(bidders()[1].client, 1)
  expect(error).toBeNull()
  expect(data).toMatchObject({
    outcome: 'refused',
    code: 'LOWBD',
    detail: { min_cents: expect.any(Number) },
  })
})

test('place_bid refuses without a card (NOCRD) and on an own lot (OWNLT) as data', async () => {
  const cardless = await person({ card: false })
  expect(await place(cardless.client, 999_900)).toMatchObject({
    error: null,
    data: { outcome: 'refused', code: 'NOCRD' },
  })
  expect(await place(host.client, 999_900)).toMatchObject({
    error: null,
    data: { outcome: 'refused', code: 'OWNLT' },
  })
})

test('place_bid raises INVAL for bad input: code, details with the field, no data', async () => {
  const { data, error, status } = await place(bidders()[0].client, 0)
  expect(data).toBeNull()
  expect(status).toBe(400)
  expect(error).toMatchObject({ code: 'INVAL', message: expect.stringContaining('cents') })
  expect(JSON.parse(error?.details ?? '')).toEqual({ field: 'p_amount_cents' })
})

test('place_bid raises IDMPT with a hint when a key comes back with another bid', async () => {
  const [first] = bidders()
  const { min_bid_cents } = await lead(first)
  const key = randomUUID()
  const amount = Number(min_bid_cents)
  must(await place(first.client, amount, key))
  const { error } = await place(first.client, amount + 100, key)
  expect(error).toMatchObject({ code: 'IDMPT', hint: expect.stringContaining('new key') })
})

test('place_bid answers the same bid with the same reply, whatever the network did', async () => {
  const [first] = bidders()
  const { min_bid_cents } = await lead(first)
  const key = randomUUID()
  const [once, again] = [
    must(await place(first.client, Number(min_bid_cents), key)),
    must(await place(first.client, Number(min_bid_cents), key)),
  ]
  const { server_time: _at, ...reply } = Object(once)
  expect(again).toMatchObject(reply)
})

test('place_bid raises NOFND for an unknown auction and 42501 for somebody who is not signed in', async () => {
  const unknown = await place(bidders()[0].client, 1_000, randomUUID(), randomUUID())
  expect(unknown.error?.code).toBe('NOFND')
  const stranger = await place(open(stack.publishableKey), 1_000)
  expect(stranger.error?.code).toBe('42501')
  expect(stranger.status).toBe(401)
})
