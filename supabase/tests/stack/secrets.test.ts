/**
 * The walk of db/secrets.test.ts once more from outside: every table, view, embed and reading function over HTTP, and
 * every topic over WebSockets, as everybody who can hold a key.
 */
import { randomUUID } from 'node:crypto'
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Database } from '../../../web/types/database.ts'
import { collect, subscribed } from '../../local/realtime/testing/supabase.ts'
import { startStack } from '../../local/stack.ts'
import type { Stack } from '../../local/types.ts'

type Client = SupabaseClient<Database>
interface Person {
  id: string
  client: Client
  token: string
}

const UNMET_RESERVE = 7_654_321
const MAXIMUM = 8_765_432
const PASSWORD = 'correct horse battery'

let stack: Stack
let sql: Sql
let operator: Client
let seller: Person
let ann: Person
let bob: Person
/** A hidden maximum on a timed auction; an unmet reserve on a lot of a show. */
let auction: string
let lot: string
let show: string
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

async function person(): Promise<Person> {
  const email = `${randomUUID()}@blytz.test`
  const account = { email, password: PASSWORD, email_confirm: true }
  const created = await operator.auth.admin.createUser(account)
  if (created.error) throw created.error
  const { id } = created.data.user
  await operator.rpc('record_card', { p_user_id: id }).throwOnError()
  const client = open(stack.publishableKey)
  const { data, error } = await client.auth.signInWithPassword({ email, password: PASSWORD })
  if (error) throw error
  await client.realtime.setAuth()
  return { id, client, token: data.session.access_token }
}

const bid = async ({ client }: Person, id: string, cents: number) =>
  must(
    await client.rpc('place_bid', {
      p_auction_id: id,
      p_amount_cents: cents,
      p_idempotency_key: randomUUID(),
    }),
  )

const product = async (category_id: string) =>
  must(
    await seller.client
      .from('products')
      .insert({ category_id, title: 'A thing' })
      .select()
      .single(),
  ).id

beforeAll(async () => {
  stack = await startStack()
  sql = postgres(stack.databaseUrl, { max: 1, onnotice: () => undefined })
  operator = open(stack.secretKey)
  ;[seller, ann, bob] = [await person(), await person(), await person()]
  const { client } = seller
  await client.rpc('apply_as_seller', { p_shop_name: 'A shop' }).throwOnError()
  await operator.rpc('approve_seller', { p_user_id: seller.id }).throwOnError()
  const category = { slug: 'things', name: 'Things' }
  const { id } = must(await operator.from('categories').insert(category).select().single())
  const terms = { p_product_id: await product(id), p_starting_price_cents: 1000 }
  auction = must(await client.rpc('create_auction', terms)).id
  const ends = new Date(Date.now() + 3_600_000).toISOString()
  must(await client.rpc('schedule_auction', { p_auction_id: auction, p_ends_at: ends }))
  show = must(await client.from('shows').insert({ title: 'A show' }).select().single()).id
  const offer = { p_show_id: show, p_product_id: await product(id), p_starting_price_cents: 1000 }
  lot = must(await client.rpc('add_lot', { ...offer, p_reserve_cents: UNMET_RESERVE })).id
  const now = new Date().toISOString()
  must(await client.rpc('schedule_show', { p_show_id: show, p_starts_at: now }))
  must(await client.rpc('start_show', { p_show_id: show }))
  must(await client.rpc('open_lot', { p_auction_id: lot, p_seconds: 600 }))
  await bid(ann, auction, MAXIMUM)
  await bid(ann, lot, 5000)
})
afterAll(async () => {
  for (const client of clients) {
    await client.removeAllChannels()
    await client.auth.stopAutoRefresh()
  }
  await sql?.end()
  await stack?.stop()
})

const amountsIn = (text: string) =>
  [UNMET_RESERVE, MAXIMUM].map(String).filter((secret) => text.includes(secret))

/** Where an account stands as itself: its public profile, and what the secret key may read of it. */
const ABOUT_ACCOUNTS = /profiles|account_details|addresses|follows|sellers|notifications/

const readers = [
  ['a visitor', () => ({ apikey: stack.publishableKey })],
  ['a rival', () => ({ apikey: stack.publishableKey, authorization: `Bearer ${bob.token}` })],
  ['the seller', () => ({ apikey: stack.publishableKey, authorization: `Bearer ${seller.token}` })],
  [
    'the secret key',
    () => ({ apikey: stack.secretKey, authorization: `Bearer ${stack.secretKey}` }),
  ],
] as const

describe.each(readers)('%s', (_who, headersOf) => {
  const ask = async (path: string, init: RequestInit = {}) => {
    const headers = { ...headersOf(), 'content-type': 'application/json' }
    const response = await fetch(`${stack.apiUrl}/rest/v1/${path}`, { ...init, headers })
    return { ok: response.ok, text: await response.text() }
  }

  test('reads no secret from any table, view or embed', async () => {
    const relations = await sql<{ name: string }[]>`
      select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'p') order by 1`
    const links = await sql<{ base: string; other: string; name: string }[]>`
      select b.relname as base, o.relname as other, c.conname as name from pg_constraint c
      join pg_class b on b.oid = c.conrelid join pg_class o on o.oid = c.confrelid
      where c.contype = 'f' and c.connamespace = 'public'::regnamespace
        and o.relnamespace = 'public'::regnamespace`
    const paths = [
      ...relations.map(({ name }) => `${name}?select=*`),
      ...links.flatMap(({ base, other, name }) => [
        `${base}?select=*,embedded:${other}!${name}(*)`,
        `${other}?select=*,embedded:${base}!${name}(*)`,
      ]),
    ]
    let answered = 0
    for (const path of paths) {
      const { ok, text } = await ask(path)
      if (ok) answered += 1
      expect(amountsIn(text), path).toEqual([])
      if (!ABOUT_ACCOUNTS.test(path)) expect(text, path).not.toContain(ann.id)
    }
    expect(answered).toBeGreaterThan(20)
    // Whoever bids is an alias, whatever hangs on the auction.
    for (const base of ['auctions', 'auction_events', 'bids']) {
      expect((await ask(`${base}?select=*`)).text).not.toContain(ann.id)
    }
  })

  test('is told no secret by any reading function, nor by its errors', async () => {
    const functions = await sql<{ name: string; args: string[] | null; optional: number }[]>`
      select proname as name, proargnames[1:pronargs] as args, pronargdefaults as optional from pg_proc
      where pronamespace = 'public'::regnamespace and provolatile <> 'v' and prorettype <> 'trigger'::regtype
      order by 1`
    const known: Record<string, unknown> = {
      ...{ p_auction_id: auction, p_show_id: show, p_seq: 2, p_query: 'thing', p_limit: 50 },
      ...{ p_amount_cents: 5000, p_seller_id: seller.id, p_user_id: ann.id, p_after_seq: 0 },
    }
    let answered = 0
    for (const { name, args, optional } of functions) {
      const required = (args ?? []).slice(0, (args ?? []).length - optional)
      for (const id of [auction, lot]) {
        const given = { ...known, p_auction_id: id }
        const body = Object.fromEntries(
          required.map((arg) => [arg, Reflect.get(given, arg) ?? randomUUID()]),
        )
        const { ok, text } = await ask(`rpc/${name}`, {
          method: 'POST',
          body: JSON.stringify(body),
        })
        if (ok) answered += 1
        expect(amountsIn(text), `${name} ${JSON.stringify(body)}`).toEqual([])
        if (!required.includes('p_user_id')) expect(text, name).not.toContain(ann.id)
      }
    }
    expect(answered).toBeGreaterThan(6)
  })

  test('cannot ask for what is private, by schema, column or filter', async () => {
    for (const path of [
      'auction_events?select=max_cents',
      'auction_events?leader_max_cents=gt.0',
      'auction_events?order=bidder_id',
      'auctions?select=*,auction_secrets(*)',
      'auction_secrets?select=*',
      'max_bids?select=*',
    ]) {
      const { ok, text } = await ask(path)
      expect(ok, path).toBe(false)
      expect(amountsIn(text), path).toEqual([])
    }
    const headers = { ...headersOf(), 'accept-profile': 'private' }
    const response = await fetch(`${stack.apiUrl}/rest/v1/auction_secrets?select=*`, { headers })
    expect(response.ok).toBe(false)
  })
})

test('no broadcast tells a secret, whoever listens, and nobody hears somebody else’s topic', async () => {
  const visitor = open(stack.publishableKey)
  const listeners = [visitor, bob.client, seller.client].flatMap((client) =>
    [`auction:${auction}`, `show:${show}`, `show:${show}:chat`].map((topic) => {
      const channel = client.channel(topic, { config: { private: true } })
      return { channel, heard: collect(channel, '*') }
    }),
  )
  const own = bob.client.channel(`user:${bob.id}`, { config: { private: true } })
  listeners.push({ channel: own, heard: collect(own, '*') })
  for (const { channel } of listeners) await subscribed(channel)
  for (const client of [visitor, bob.client, seller.client]) {
    const channel = client.channel(`user:${ann.id}`, { config: { private: true } })
    await expect(subscribed(channel)).rejects.toThrow('CHANNEL_ERROR')
    await client.removeChannel(channel)
  }
  await bid(bob, auction, 3000)
  await bid(bob, lot, 5500)
  await bid(ann, lot, 6000)
  await vi.waitFor(
    () => {
      const heard = listeners.flatMap((each) => each.heard.map(({ event }) => event))
      expect(heard.filter((event) => event === 'auction').length).toBeGreaterThanOrEqual(6)
      expect(heard).toContain('outbid')
    },
    { timeout: 15_000 },
  )
  for (const { heard } of listeners) {
    const text = JSON.stringify(heard)
    expect(amountsIn(text)).toEqual([])
    expect(text).not.toContain(ann.id)
  }
})
