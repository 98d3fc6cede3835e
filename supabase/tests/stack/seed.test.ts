/** The demo data and its audience against a whole stack, through the public API only. */
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { dataOf } from '../../../seed/call.ts'
import { seed, seedHistory } from '../../../seed/index.ts'
import { startAudience } from '../../../seed/live.ts'
import { KEEPER, stageOf } from '../../../seed/marker.ts'
import { listAccounts, type Market, openMarket } from '../../../seed/market.ts'
import { DEMO_PASSWORD, emailOf } from '../../../seed/personas.ts'
import { UNOFFERED } from '../../../seed/scenarios/timed.ts'
import { setStage } from '../../../seed/seed.ts'
import { SeedRefused } from '../../../seed/target.ts'
import type { Database } from '../../../web/types/database.ts'
import { PROJECT_DIR } from '../../local/paths.ts'
import { startStack } from '../../local/stack.ts'
import type { Stack } from '../../local/types.ts'

const OPENING_SECONDS = 5
const TABLES = [
  'profiles',
  'sellers',
  'categories',
  'products',
  'shows',
  'auctions',
  'chat_messages',
  'orders',
  'watches',
] as const

let stack: Stack
let market: Market

const visitor = () =>
  createClient<Database>(stack.apiUrl, stack.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  })

type Counts = Record<string, number | null>

async function counts(): Promise<Counts> {
  const all = { count: 'exact', head: true } as const
  const { operator } = market
  const ask = async (table: (typeof TABLES)[number]) => {
    const { count, error } = await operator.from(table).select('*', all)
    if (error) throw new Error(`${table}: ${error.message}`)
    return [table, count] as const
  }
  const events = await operator.from('auction_events').select('*', all)
  if (events.error) throw new Error(`auction_events: ${events.error.message}`)
  const tables = await Promise.all(TABLES.map(ask))
  return Object.fromEntries([...tables, ['auction_events', events.count] as const])
}

/** The clock goes on meanwhile: the one lot that ends adds its last event, its order and a word in the chat, nothing else may differ. */
function expectUnchanged(before: Counts, after: Counts): void {
  const { auction_events: events, orders, chat_messages: said, ...rest } = after
  const {
    auction_events: eventsBefore,
    orders: ordersBefore,
    chat_messages: saidBefore,
    ...restBefore
  } = before
  expect(rest).toEqual(restBefore)
  expect(Number(events) - Number(eventsBefore)).toBeLessThanOrEqual(1)
  expect(Number(orders) - Number(ordersBefore)).toBeLessThanOrEqual(1)
  expect(Number(said) - Number(saidBefore)).toBeLessThanOrEqual(1)
}

async function idOf(name: string): Promise<string> {
  const accounts = await listAccounts(market.operator)
  const found = accounts.find(({ email }) => email === emailOf(name))
  if (!found) throw new Error(`no account of ${name}`)
  return found.id
}

async function bidOn(title: string, name: string): Promise<unknown> {
  const client = await market.as(name)
  const found = await client.from('auctions').select('id, min_bid_cents').like('title', title)
  const [auction] = dataOf(title, found)
  if (!auction) throw new Error(`no auction "${title}"`)
  const { id, min_bid_cents } = auction
  const bid = { p_auction_id: id, p_amount_cents: min_bid_cents, p_idempotency_key: randomUUID() }
  return dataOf('place_bid', await client.rpc('place_bid', bid))
}

beforeAll(async () => {
  stack = await startStack()
  market = openMarket(stack)
})
afterAll(() => stack?.stop())

describe('before the seed', () => {
  test('the audience refuses to play, as a library and as a program (exit code 2)', async () => {
    await expect(startAudience(stack)).rejects.toThrow(SeedRefused)
    const run = promisify(execFile)(process.execPath, [join(PROJECT_DIR, 'seed/live.ts')], {
      env: { ...process.env, SUPABASE_URL: stack.apiUrl },
    })
    await expect(run).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('npm run seed'),
    })
  })

  test('past sales refuse to come first', async () => {
    await expect(seedHistory(stack)).rejects.toThrow(SeedRefused)
  })
})

describe('seed', () => {
  test('fills an empty stack, and a second run changes nothing', async () => {
    expect(await seed(stack, { openingSeconds: OPENING_SECONDS })).toMatchObject({
      outcome: 'filled',
    })
    const filled = await counts()
    for (const table of TABLES) {
      if (table !== 'orders') expect(filled[table], table).toBeGreaterThan(0)
    }
    expect(await seed(stack)).toMatchObject({ outcome: 'unchanged' })
    expectUnchanged(filled, await counts())
  })

  test('takes up a run that stopped half-way without doing anything twice', async () => {
    const before = await counts()
    await setStage(market, await idOf(KEEPER), 'started')
    await expect(startAudience(stack)).rejects.toThrow(/incomplete/)
    expect(await seed(stack)).toMatchObject({ outcome: 'resumed' })
    expectUnchanged(before, await counts())
    expect(stageOf(await listAccounts(market.operator))).toBe('ready')
  })

  test('shows an anonymous visitor the shows, lots, auctions and categories', async () => {
    const anon = visitor()
    const shows = dataOf('shows', await anon.from('shows').select('id, status, cover_image'))
    expect(shows.map(({ status }) => status).sort()).toEqual(['live', 'scheduled', 'scheduled'])
    const live = shows.find(({ status }) => status === 'live')
    const snapshot = dataOf(
      'snapshot',
      await anon.rpc('show_snapshot', { p_show_id: live?.id ?? '' }),
    )
    expect(snapshot).toMatchObject({
      show: { seller: { shop_name: 'Grail Street', avatar_url: '/demo/avatars/ada.svg' } },
      you: null,
    })
    const { lots, chat } = snapshot as { lots: unknown[]; chat: { kind: string }[] }
    expect(lots).toHaveLength(10)
    expect(lots[0]).toMatchObject({
      bid_count: 4,
      requires_card: false,
      leader: expect.any(String),
    })
    expect(chat.filter(({ kind }) => kind === 'text')).toHaveLength(9)
    const timed = await anon.from('auctions').select('id').is('show_id', null).eq('status', 'live')
    expect(dataOf('timed', timed)).toHaveLength(17)
    const categories = dataOf('categories', await anon.from('categories').select('parent_id'))
    expect(categories).toHaveLength(32)
    expect(categories.filter(({ parent_id }) => parent_id === null)).toHaveLength(8)
  })

  test('keeps drafts from the visitor and shows them to their seller', async () => {
    const ada = await market.as('ada')
    const own = await ada.from('products').select('id').eq('status', 'draft')
    const drafts = dataOf('drafts', own).map(({ id }) => id)
    expect(drafts).toHaveLength(UNOFFERED.filter(({ seller }) => seller === 'ada').length)
    const seen = await visitor().from('products').select('id').in('id', drafts)
    expect(dataOf('drafts seen', seen)).toEqual([])
  })

  test('gives the personas their password and their standing (NOCRD, KBANN)', async () => {
    for (const name of ['ada', 'bea', 'admin']) {
      const signIn = { email: emailOf(name), password: DEMO_PASSWORD }
      const { data, error } = await visitor().auth.signInWithPassword(signIn)
      expect(error).toBeNull()
      expect(data.user?.email).toBe(emailOf(name))
    }
    const roles = async (name: string) =>
      dataOf('me', await (await market.as(name)).rpc('my_account'))
    expect(await roles('admin')).toMatchObject({ roles: ['admin'] })
    expect(await roles('ben')).toMatchObject({ roles: ['seller'], seller_status: 'approved' })
    expect(await bidOn('85 mm%', 'nocard')).toMatchObject({ outcome: 'refused', code: 'NOCRD' })
    expect(await bidOn('Moon%', 'banned')).toMatchObject({ outcome: 'refused', code: 'KBANN' })
  })

  test('leaves two reserves met and two unmet', async () => {
    const states = async () =>
      dataOf(
        'reserves',
        await visitor()
          .from('auctions')
          .select('reserve_met')
          .eq('has_reserve', true)
          .is('show_id', null),
      ).map(({ reserve_met }) => reserve_met)
    // The list is the catalogue's copy, a tick behind the ledger.
    await vi.waitFor(
      async () => expect((await states()).sort()).toEqual([false, false, true, true]),
      {
        timeout: 20_000,
        interval: 250,
      },
    )
  })
})

describe('after the seed', () => {
  let history: Promise<boolean>

  beforeAll(() => {
    // As `npm start` does: past sales are played while everything else goes on.
    history = seedHistory(stack)
    history.catch(() => undefined)
  })

  async function emptyShow(): Promise<string> {
    const host = await market.as('ada')
    const own = host
      .from('shows')
      .select('id')
      .eq('seller_id', await idOf('ada'))
    const [live] = dataOf('live show', await own.eq('status', 'live'))
    const current = live?.id ?? ''
    await vi.waitFor(
      async () => expect((await host.rpc('end_show', { p_show_id: current })).error).toBeNull(),
      { timeout: 40_000, interval: 500 },
    )
    const id = randomUUID()
    const start = { p_show_id: id, p_starts_at: new Date().toISOString() }
    expect((await host.from('shows').insert({ id, title: 'An empty table' })).error).toBeNull()
    expect((await host.rpc('schedule_show', start)).error).toBeNull()
    expect((await host.rpc('start_show', { p_show_id: id })).error).toBeNull()
    return id
  }

  test('the audience fills the room, brings lots to an empty run, bids, talks, and goes home', async () => {
    const show = await emptyShow()
    const complaints: string[] = []
    const audience = await startAudience(stack, {
      pace: 0.1,
      seed: 1,
      log: (message) => complaints.push(message),
    })
    try {
      await vi.waitFor(
        async () => {
          const anon = visitor()
          const room = await anon.from('shows').select('viewers').eq('id', show).single()
          expect(dataOf('room', room).viewers).toBe(12)
          const lots = await anon.from('auctions').select('bid_count').eq('show_id', show)
          expect(dataOf('lots', lots).some(({ bid_count }) => bid_count > 2)).toBe(true)
          const said = await anon.from('chat_messages').select('user_id').eq('show_id', show)
          expect(new Set(dataOf('chat', said).map(({ user_id }) => user_id)).size).toBeGreaterThan(
            3,
          )
        },
        { timeout: 45_000, interval: 500 },
      )
    } finally {
      await audience.stop()
    }
    await vi.waitFor(
      async () => {
        const room = await visitor().from('shows').select('viewers').eq('id', show).single()
        expect(dataOf('room', room).viewers).toBe(0)
      },
      { timeout: 20_000, interval: 250 },
    )
    expect(complaints.filter((line) => /^failed|refused/.test(line))).toEqual([])
  }, 120_000)

  test('past sales end as orders of their buyers, unmet reserves unsold, and are played once', async () => {
    expect(await history).toBe(true)
    const anon = visitor()
    const ended = dataOf('ended', await anon.from('shows').select('title').eq('status', 'ended'))
    expect(ended.length).toBeGreaterThanOrEqual(3)
    const lithograph = await anon
      .from('auctions')
      .select('status')
      .like('title', '“Nine rings%')
      .single()
    expect(dataOf('lithograph', lithograph).status).toBe('unsold')
    const bea = await market.as('bea')
    const orders = dataOf('orders', await bea.from('orders').select('status, order_items(title)'))
    expect(orders.map((order) => order.order_items[0]?.title)).toContainEqual(
      expect.stringContaining('Herbarium folio'),
    )
    expect(await seedHistory(stack)).toBe(false)
    expect(await seed(stack)).toMatchObject({ outcome: 'unchanged' })
  }, 120_000)
})
