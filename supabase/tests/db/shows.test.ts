/** The host's way through a show: draft, scheduled, live, ended; or called off. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket, type Show } from '../support/market.ts'
import type { AuctionRow, ShowRow } from '../support/shapes.ts'

let market: Market
let ann: string

beforeAll(async () => {
  market = await openMarket()
  ann = await market.bidder()
})
afterAll(() => market.db.drop())

const soon = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString()

const command = (name: string, show: Show, caller = show.host): Promise<ShowRow> =>
  call<ShowRow>(market.db, caller, name, { p_show_id: show.id })

const schedule = (show: Show, startsAt: string | null, caller = show.host): Promise<ShowRow> =>
  call<ShowRow>(market.db, caller, 'schedule_show', { p_show_id: show.id, p_starts_at: startsAt })

const openLot = (show: Show, lot: string, seconds: number | null = null): Promise<AuctionRow> =>
  call<AuctionRow>(market.db, show.host, 'open_lot', { p_auction_id: lot, p_seconds: seconds })

async function statusOf(auction: string): Promise<string | undefined> {
  const [row] = await market.db.sql<{ status: string }[]>`
    select status || ' ' || (select p.status from public.products p where p.id = product_id) as status
    from public.auctions where id = ${auction}`
  return row?.status
}

test('schedule_show publishes a draft with its lots', async () => {
  const show = await market.show('draft')
  const lot = await market.lot(show)
  expect(await statusOf(lot)).toBe('draft draft')
  const { status, version } = await schedule(show, soon(3600))
  expect(status).toBe('scheduled')
  expect(version).toBeGreaterThan(0)
  expect(await statusOf(lot)).toBe('scheduled active')
  expect(await schedule(show, soon(7200))).toMatchObject({ status: 'scheduled' })
})

test.each([
  ['no time', null],
  ['the past', soon(-120)],
  ['the far future', soon(91 * 86_400)],
])('schedule_show refuses %s (INVAL p_starts_at)', async (_what, startsAt) => {
  const show = await market.show('draft')
  expect(await failureOf(schedule(show, startsAt))).toMatchObject({
    code: 'INVAL',
    detail: { field: 'p_starts_at' },
  })
})

test('schedule_show refuses a live show (STATE)', async () => {
  const show = await market.show()
  expect(await failureOf(schedule(show, soon(60)))).toMatchObject({
    code: 'STATE',
    detail: { status: 'live' },
  })
})

test('start_show goes live once (STATE for a draft and for a live show)', async () => {
  const draft = await market.show('draft')
  expect(await failureOf(command('start_show', draft))).toMatchObject({
    detail: { status: 'draft' },
  })
  const show = await market.show('scheduled')
  expect(await command('start_show', show)).toMatchObject({ status: 'live' })
  expect(await failureOf(command('start_show', show))).toMatchObject({
    code: 'STATE',
    detail: { status: 'live' },
  })
})

test('start_show refuses a second live show of a seller (STATE)', async () => {
  const { host } = await market.show()
  const second = { id: randomUUID(), host }
  await market.db.as(
    host,
    (tx) => tx`insert into public.shows (id, title) values (${second.id}, 'Two')`,
  )
  await schedule(second, soon(0))
  expect(await failureOf(command('start_show', second))).toMatchObject({ code: 'STATE' })
})

test('two shows of a seller started at once: one goes live', async () => {
  const one = await market.show('scheduled')
  const two = { id: randomUUID(), host: one.host }
  await market.db.as(
    one.host,
    (tx) => tx`insert into public.shows (id, title) values (${two.id}, 'Two')`,
  )
  await schedule(two, soon(0))
  await Promise.allSettled([command('start_show', one), command('start_show', two)])
  const live = await market.db.sql`
    select id from public.shows where seller_id = ${one.host} and status = 'live'`
  expect(live).toHaveLength(1)
})

test('start_show refuses a suspended seller (42501)', async () => {
  const show = await market.show('scheduled')
  await market.db.sql`update public.sellers set status = 'suspended' where id = ${show.host}`
  expect(await failureOf(command('start_show', show))).toMatchObject({ code: '42501' })
})

test('end_show withdraws the lots that never opened', async () => {
  const show = await market.show()
  const lot = await market.lot(show)
  expect(await command('end_show', show)).toMatchObject({
    status: 'ended',
    current_auction_id: null,
  })
  expect(await statusOf(lot)).toBe('cancelled draft')
  expect(await failureOf(command('end_show', show))).toMatchObject({ code: 'STATE' })
})

test('end_show waits for the open lot (STATE)', async () => {
  const show = await market.show()
  const lot = await market.lot(show)
  await openLot(show, lot, 600)
  expect(await failureOf(command('end_show', show))).toMatchObject({ code: 'STATE' })
  await market.endIn(lot, -1)
  await call(market.db, ann, 'close_auction', { p_auction_id: lot })
  expect(await command('end_show', show)).toMatchObject({ status: 'ended' })
})

test('cancel_show calls off drafts and scheduled shows, never a live one (STATE)', async () => {
  const scheduled = await market.show('scheduled')
  const lot = await market.lot(scheduled)
  expect(await command('cancel_show', scheduled)).toMatchObject({ status: 'cancelled' })
  expect(await statusOf(lot)).toBe('cancelled draft')
  expect(await command('cancel_show', await market.show('draft'))).toMatchObject({
    status: 'cancelled',
  })
  expect(await failureOf(command('cancel_show', await market.show()))).toMatchObject({
    code: 'STATE',
  })
})

test.each(['start_show', 'end_show', 'cancel_show'])(
  '%s is for the host (NOFND, 42501)',
  async (name) => {
    const show = await market.show('scheduled')
    expect(await failureOf(command(name, show, ann))).toMatchObject({ code: 'NOFND' })
    expect(await failureOf(command(name, show, market.seller))).toMatchObject({ code: 'NOFND' })
    expect(await failureOf(command(name, show, 'anon'))).toMatchObject({ code: '42501' })
    expect(await failureOf(schedule(show, soon(60), ann))).toMatchObject({ code: 'NOFND' })
  },
)

test('every change of a show raises its version and is broadcast', async () => {
  const show = await market.show()
  const lot = await market.lot(show)
  await openLot(show, lot)
  const sent = await market.db.admin<{ version: number; current: string | null }[]>`
    select (payload ->> 'version')::int as version, payload ->> 'current_auction_id' as current
    from realtime.messages where topic = ${`show:${show.id}`} and event = 'show' order by inserted_at`
  expect(sent.map((row) => row.version)).toEqual([1, 2, 3, 4])
  expect(sent.at(-1)?.current).toBe(lot)
})

test('join_show and show_heartbeat refuse drafts and unknown shows (NOFND), and shows called off (STATE)', async () => {
  const draft = await market.show('draft')
  const cancelled = await market.show('scheduled')
  await command('cancel_show', cancelled)
  for (const name of ['join_show', 'show_heartbeat']) {
    expect(await failureOf(command(name, draft, ann))).toMatchObject({ code: 'NOFND' })
    expect(await failureOf(command(name, { ...draft, id: randomUUID() }, ann))).toMatchObject({
      code: 'NOFND',
    })
    expect(await failureOf(command(name, cancelled, ann))).toMatchObject({ code: 'STATE' })
    await command(name, draft, draft.host)
  }
})

test('join_show refuses those whom the host keeps out (KBANN)', async () => {
  const show = await market.show()
  const [removed, banned] = [await market.bidder(), await market.bidder()]
  await market.db.sql`
    insert into public.show_moderation (show_id, user_id, banned_until) values (${show.id}, ${removed}, 'infinity')`
  await market.db
    .sql`insert into private.seller_bans (seller_id, user_id) values (${show.host}, ${banned})`
  for (const name of ['join_show', 'show_heartbeat']) {
    expect(await failureOf(command(name, show, removed))).toMatchObject({ code: 'KBANN' })
    expect(await failureOf(command(name, show, banned))).toMatchObject({ code: 'KBANN' })
    await command(name, show, ann)
  }
})

test('open_lot refuses a seller who was suspended during the show (42501)', async () => {
  const show = await market.show()
  const lot = await market.lot(show)
  await market.db.sql`update public.sellers set status = 'suspended' where id = ${show.host}`
  expect(await failureOf(openLot(show, lot, 600))).toMatchObject({ code: '42501' })
  expect(await statusOf(lot)).toBe('scheduled active')
})

test('a pinned lot keeps neither its draft nor the draft of its show from being deleted', async () => {
  const show = await market.show('draft')
  const [one, two] = [await market.lot(show), await market.lot(show)]
  const pin = (lot: string) =>
    call<ShowRow>(market.db, show.host, 'pin_lot', { p_show_id: show.id, p_auction_id: lot })
  await pin(one)
  await call(market.db, show.host, 'cancel_auction', { p_auction_id: one })
  const [left] = await market.db
    .sql`select pinned_auction_id from public.shows where id = ${show.id}`
  expect(left).toEqual({ pinned_auction_id: null })
  expect(await pin(two)).toMatchObject({ pinned_auction_id: two })
  expect(await command('cancel_show', show)).toMatchObject({ status: 'cancelled' })
  expect(await market.db.sql`select 1 from public.shows where id = ${show.id}`).toHaveLength(0)
})
