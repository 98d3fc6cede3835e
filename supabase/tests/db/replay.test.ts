/** Watching a show again: who sees which recording, where its lots are, and what its host decides. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket, type Show } from '../support/market.ts'
import { egressEnded, recordingsOf, setRecording } from '../support/recordings.ts'

interface Chapter {
  auction_id: string
  status: string
  price_cents: number
  offset_ms: number
}

interface Recording {
  id: string
  status: string
  hidden: boolean
  path: string | null
  chapters: Chapter[]
}

interface Replay {
  is_host: boolean
  recordings: Recording[]
}

let market: Market
let ann: string
let show: Show

beforeAll(async () => {
  market = await openMarket()
  ann = await market.bidder()
})
beforeEach(async () => {
  await market.forgetRates()
  show = await market.show()
})
afterAll(() => market.db.drop())

const replay = (caller = ann, at = show) =>
  call<Replay>(market.db, caller, 'show_replay', { p_show_id: at.id })

const hide = (id: string, hidden: boolean | null, caller = show.host) =>
  call<boolean>(market.db, caller, 'hide_recording', { p_recording_id: id, p_hidden: hidden })

const remove = (id: string, caller = show.host) =>
  call(market.db, caller, 'delete_recording', { p_recording_id: id })

/** A recording that is ready, and began so many milliseconds ago. */
async function recorded(startedAgo = 60_000): Promise<{ id: string; path: string }> {
  const egress = `EG_${randomUUID()}`
  const path = `${show.id}/${egress}.mp4`
  await setRecording(market.db, show.id, egress, null)
  await egressEnded(market.db, show.id, {
    ...{ id: egress, complete: true, path, duration_ms: startedAgo },
    started_at: new Date(Date.now() - startedAgo).toISOString(),
  })
  const row = (await recordingsOf(market.db, show.id)).find((each) => each.path === path)
  if (row === undefined) throw new Error('no recording')
  await market.db.sql`
    insert into storage.objects (bucket_id, name) values ('recordings', ${path}) on conflict do nothing`
  return { id: row.id, path }
}

/** Whether Storage would give the caller an address of the file. */
async function reaches(caller: string, path: string): Promise<boolean> {
  const rows = await market.db.as(
    caller,
    (tx) => tx`select 1 from storage.objects where bucket_id = 'recordings' and name = ${path}`,
  )
  return rows.count === 1
}

test('show_replay has the lots as chapters, from the beginning of the file to when each opened', async () => {
  const [sold, unsold, waiting] = [
    await market.lot(show),
    await market.lot(show),
    await market.lot(show),
  ]
  for (const [lot, price] of [
    [sold, 2500],
    [unsold, null],
  ] as const) {
    await call(market.db, show.host, 'open_lot', { p_auction_id: lot, p_seconds: 60 })
    if (price !== null) await market.bid(ann, lot, price, { isMax: false })
    await market.endIn(lot, -1)
    await call(market.db, ann, 'close_auction', { p_auction_id: lot })
  }
  await recorded(60_000)
  const { is_host, recordings } = await replay()
  const [recording] = recordings
  expect([is_host, recordings.length]).toEqual([false, 1])
  expect(recording?.chapters).toMatchObject([
    { auction_id: sold, status: 'sold', price_cents: 2500 },
    { auction_id: unsold, status: 'unsold' },
  ])
  const offsets = recording?.chapters.map((chapter) => chapter.offset_ms) ?? []
  expect(offsets[0]).toBeGreaterThan(0)
  expect(offsets[1]).toBeGreaterThan(offsets[0] ?? Number.NaN)
  expect(offsets[1]).toBeLessThan(60_000)
  expect(recording?.chapters.map((chapter) => chapter.auction_id)).not.toContain(waiting)
})

test('show_replay begins at 0 with a lot that was open already, and leaves out what was over before', async () => {
  const over = await market.lot(show)
  await call(market.db, show.host, 'open_lot', { p_auction_id: over, p_seconds: 60 })
  await market.endIn(over, -1)
  await call(market.db, ann, 'close_auction', { p_auction_id: over })
  const open = await market.lot(show)
  await call(market.db, show.host, 'open_lot', { p_auction_id: open, p_seconds: 60 })
  await recorded(0)
  expect((await replay()).recordings[0]?.chapters).toMatchObject([
    { auction_id: open, offset_ms: 0 },
  ])
})

test('show_replay tells of a recording from its end on, ready or not, without what only the ledger’s owner knows', async () => {
  await setRecording(market.db, show.id, 'EG_1', null)
  expect((await replay()).recordings).toEqual([])
  await setRecording(market.db, show.id, null, 'EG_1')
  expect((await replay('anon')).recordings).toMatchObject([{ status: 'processing', path: null }])
  await egressEnded(market.db, show.id, { id: 'EG_1', complete: false })
  const { recordings } = await replay('anon')
  expect(recordings).toMatchObject([{ status: 'failed', chapters: [] }])
  expect(JSON.stringify(recordings)).not.toMatch(/EG_1|egress/)
})

test('show_replay is for who may see the show (NOFND, KBANN), and so is the file', async () => {
  const { path } = await recorded()
  expect(await failureOf(replay(ann, { ...show, id: randomUUID() }))).toMatchObject({
    code: 'NOFND',
  })
  const draft = await market.show('draft')
  expect(await failureOf(replay(ann, draft))).toMatchObject({ code: 'NOFND' })
  const bob = await market.bidder()
  expect([await reaches('anon', path), await reaches(bob, path)]).toEqual([true, true])
  await call(market.db, show.host, 'moderate_viewer', {
    ...{ p_show_id: show.id, p_user_id: bob, p_action: 'ban' },
  })
  expect(await failureOf(replay(bob))).toMatchObject({ code: 'KBANN' })
  expect(await reaches(bob, path)).toBe(false)
})

test('files that are no recording are out of reach, and nobody writes into the bucket', async () => {
  await recorded()
  const stray = `${show.id}/stray.mp4`
  await market.db.sql`insert into storage.objects (bucket_id, name) values ('recordings', ${stray})`
  for (const caller of ['anon', ann, show.host]) {
    expect(await reaches(caller, stray)).toBe(false)
    const write = market.db.as(
      caller,
      (tx) => tx`insert into storage.objects (bucket_id, name) values ('recordings', 'x/y.mp4')`,
    )
    expect(await failureOf(write)).toMatchObject({ code: '42501' })
  }
})

test('hide_recording takes it away from viewers and gives it back; the host sees it all the time', async () => {
  const { id, path } = await recorded()
  expect(await hide(id, true)).toBe(true)
  expect((await replay()).recordings).toEqual([])
  expect(await replay(show.host)).toMatchObject({ is_host: true, recordings: [{ hidden: true }] })
  expect([await reaches(ann, path), await reaches(show.host, path)]).toEqual([false, true])
  await hide(id, false)
  expect((await replay()).recordings).toHaveLength(1)
  expect(await reaches(ann, path)).toBe(true)
})

test('set_captions gives a recording its words, recording_captions has them for who may watch', async () => {
  const { id } = await recorded()
  const captions = 'WEBVTT\n\n00:01.000 --> 00:02.000\nHello'
  const read = (caller: string) =>
    call<string | null>(market.db, caller, 'recording_captions', { p_recording_id: id })
  const set = (text: string | null, caller = show.host) =>
    call<boolean>(market.db, caller, 'set_captions', { p_recording_id: id, p_captions: text })
  expect(await read(ann)).toBeNull()
  expect(await set(`\uFEFF${captions}`)).toBe(true)
  expect([await read('anon'), await read(ann)]).toEqual([captions, captions])
  await hide(id, true)
  expect([await read(ann), await read(show.host)]).toEqual([null, captions])
  expect(await failureOf(set(captions, ann))).toMatchObject({ code: 'NOFND' })
  for (const bad of ['1\n00:01,000 --> 00:02,000\nSubRip', `WEBVTT ${'x'.repeat(500_000)}`]) {
    expect(await failureOf(set(bad))).toMatchObject({
      code: 'INVAL',
      detail: { field: 'p_captions' },
    })
  }
  expect([await set(null), await read(show.host)]).toEqual([false, null])
})

test('delete_recording takes it away from everybody, and has its file removed, once', async () => {
  const { id, path } = await recorded()
  await remove(id)
  expect((await replay(show.host)).recordings).toEqual([])
  expect(await reaches(show.host, path)).toBe(false)
  const jobs = await market.db.sql<{ payload: unknown }[]>`
    select payload from private.outbox where key = ${`recording_delete:${id}`}`
  expect(jobs.map(({ payload }) => payload)).toEqual([{ path }])
  expect(await failureOf(remove(id))).toMatchObject({ code: 'NOFND' })
})

test('delete_recording waits for the file (STATE)', async () => {
  await setRecording(market.db, show.id, 'EG_2', null)
  await setRecording(market.db, show.id, null, 'EG_2')
  const [row] = await recordingsOf(market.db, show.id)
  expect(await failureOf(remove(row?.id ?? ''))).toMatchObject({
    code: 'STATE',
    detail: { status: 'processing' },
  })
})

test('hide_recording and delete_recording are the host’s alone (NOFND, 42501, INVAL)', async () => {
  const { id } = await recorded()
  const other = await market.newSeller()
  for (const [caller, code] of [
    [ann, 'NOFND'],
    [other, 'NOFND'],
    ['anon', '42501'],
  ] as const) {
    expect(await failureOf(hide(id, true, caller))).toMatchObject({ code })
    expect(await failureOf(remove(id, caller))).toMatchObject({ code })
  }
  expect(await failureOf(hide(id, null))).toMatchObject({ code: 'INVAL' })
})

test('hide_recording slows down who flickers (RTLIM)', async () => {
  const { id } = await recorded()
  const attempts = Array.from({ length: 30 }, () =>
    hide(id, true).then(
      () => null,
      (error) => error,
    ),
  )
  const refused = (await Promise.all(attempts)).filter((error) => error !== null)
  expect(refused[0]).toMatchObject({ code: 'RTLIM' })
})
