/** What the video server reports, applied once and in any order. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket, type Show } from '../support/market.ts'

interface Outcome {
  first: boolean
  unwelcome: boolean
}

interface Snapshot {
  show: { video: boolean; viewers: number; version: number }
}

interface Report {
  kind: string
  at: string
  detail: Record<string, unknown>
  id?: string
}

const AT = '2026-11-25T12:00:00Z'
const ROOM = 'RM_1'

let market: Market

beforeAll(async () => {
  market = await openMarket()
})
afterAll(() => market.db.drop())

async function report(
  room: string,
  { kind, at, detail, id = randomUUID() }: Report,
): Promise<Outcome> {
  return market.db.as('service_role', async (tx) => {
    const [row] = await tx<{ outcome: Outcome }[]>`
      select public.record_livekit_event(${id}, ${kind}, ${room}, ${at}, ${tx.json(detail as never)}) as outcome`
    if (row === undefined) throw new Error('no answer')
    return row.outcome
  })
}

const joined = (identity: string, sid: string, kind = 'standard'): Report => ({
  ...{ kind: 'participant_joined', at: AT },
  detail: { room_sid: ROOM, participant: { sid, identity, kind } },
})
const left = (identity: string, sid: string): Report => ({
  ...joined(identity, sid),
  kind: 'participant_left',
})
const track = (kind: string, identity: string, sid: string, trackKind = 'video'): Report => ({
  ...{ kind, at: AT },
  detail: {
    room_sid: ROOM,
    participant: { sid, identity, kind: 'standard' },
    track: { sid: `TR_${sid}_${trackKind}`, kind: trackKind },
  },
})
const room = (kind: string): Report => ({ kind, at: AT, detail: { room_sid: ROOM } })

async function stateOf(show: Show): Promise<{ video: boolean; viewers: number; version: number }> {
  await market.db.sql`select private.count_viewers()`
  const { show: state } = await call<Snapshot>(market.db, 'anon', 'show_snapshot', {
    p_show_id: show.id,
  })
  return state
}

test('record_livekit_event shows the picture from the first video track to the last', async () => {
  const show = await market.show()
  await report(show.id, room('room_started'))
  await report(show.id, joined(show.host, 'PA_h'))
  expect(await stateOf(show)).toMatchObject({ video: false, viewers: 0 })
  await report(show.id, track('track_published', show.host, 'PA_h', 'audio'))
  expect(await stateOf(show)).toMatchObject({ video: false })
  const before = await stateOf(show)
  await report(show.id, track('track_published', show.host, 'PA_h'))
  expect(await stateOf(show)).toMatchObject({ video: true, version: before.version + 1 })
  await report(show.id, track('track_unpublished', show.host, 'PA_h'))
  expect(await stateOf(show)).toMatchObject({ video: false })
})

test.each([
  ['the host leaves', (host: string) => left(host, 'PA_h')],
  ['the room ends', () => room('room_finished')],
])('record_livekit_event takes the picture away when %s', async (_what, end) => {
  const show = await market.show()
  await report(show.id, track('track_published', show.host, 'PA_h'))
  expect(await stateOf(show)).toMatchObject({ video: true })
  await report(show.id, end(show.host))
  expect(await stateOf(show)).toMatchObject({ video: false })
})

test('record_livekit_event counts people, not devices, and nobody on the stage', async () => {
  const show = await market.show()
  const ann = await market.bidder()
  await report(show.id, joined(show.host, 'PA_h'))
  await report(show.id, joined(`${ann}.aaaaaaaaaaaaaaaa`, 'PA_1'))
  await report(show.id, joined(`${ann}.bbbbbbbbbbbbbbbb`, 'PA_2'))
  await report(show.id, joined('guest.cccccccccccccccc', 'PA_3'))
  await report(show.id, joined('EG_recorder', 'PA_4', 'other'))
  expect((await stateOf(show)).viewers).toBe(2)
  await report(show.id, left(`${ann}.aaaaaaaaaaaaaaaa`, 'PA_1'))
  expect((await stateOf(show)).viewers).toBe(2)
  await report(show.id, left(`${ann}.bbbbbbbbbbbbbbbb`, 'PA_2'))
  expect((await stateOf(show)).viewers).toBe(1)
  const [row] = await market.db.sql<{ peak: number }[]>`
    select peak_viewers as peak from public.shows where id = ${show.id}`
  expect(row?.peak).toBe(2)
})

test('record_livekit_event applies an event once, however often it comes', async () => {
  const show = await market.show()
  const event = { ...track('track_published', show.host, 'PA_h'), id: randomUUID() }
  expect(await report(show.id, event)).toEqual({ first: true, unwelcome: false })
  const { version } = await stateOf(show)
  await report(show.id, track('track_unpublished', show.host, 'PA_h'))
  expect(await report(show.id, event)).toEqual({ first: false, unwelcome: false })
  expect(await stateOf(show)).toMatchObject({ video: false, version: version + 1 })
})

test('record_livekit_event comes to the same end in whatever order reports arrive', async () => {
  const ann = await market.bidder()
  const reportsOf = (host: string): Report[] => [
    room('room_started'),
    joined(host, 'PA_h'),
    track('track_published', host, 'PA_h'),
    track('track_published', host, 'PA_h', 'audio'),
    joined(`${ann}.aaaaaaaaaaaaaaaa`, 'PA_1'),
    left(`${ann}.aaaaaaaaaaaaaaaa`, 'PA_1'),
    joined('guest.cccccccccccccccc', 'PA_2'),
    track('track_unpublished', host, 'PA_h'),
  ]
  const order = fc.shuffledSubarray([...reportsOf('').keys()], { minLength: 8 })
  await fc.assert(
    fc.asyncProperty(order, fc.boolean(), async (indexes, ends) => {
      const show = await market.show()
      const reports = reportsOf(show.host)
      if (ends) await report(show.id, room('room_finished'))
      for (const index of indexes) await report(show.id, reports[index] ?? room('room_started'))
      expect(await stateOf(show)).toMatchObject({ video: false, viewers: ends ? 0 : 1 })
    }),
    { numRuns: 12 },
  )
})

test('record_livekit_event calls unwelcome who joins though banned, or after the show', async () => {
  const show = await market.show()
  const banned = await market.bidder()
  await market.db
    .sql`insert into public.show_moderation (show_id, user_id, banned_until) values (${show.id}, ${banned}, 'infinity')`
  const event = { ...joined(`${banned}.aaaaaaaaaaaaaaaa`, 'PA_1'), id: randomUUID() }
  expect(await report(show.id, event)).toEqual({ first: true, unwelcome: true })
  expect(await report(show.id, event)).toEqual({ first: false, unwelcome: true })
  expect(await report(show.id, joined('guest.aaaaaaaaaaaaaaaa', 'PA_2'))).toMatchObject({
    unwelcome: false,
  })
  await call(market.db, show.host, 'end_show', { p_show_id: show.id })
  expect(await report(show.id, joined('guest.bbbbbbbbbbbbbbbb', 'PA_3'))).toMatchObject({
    unwelcome: true,
  })
})

test('record_livekit_event keeps reports of rooms that are no shows, and does nothing else', async () => {
  for (const name of ['lobby', randomUUID(), "'; drop table public.shows; --"]) {
    expect(await report(name, joined('guest.a', 'PA_1'))).toEqual({ first: true, unwelcome: false })
  }
})

test.each([
  ['p_id', { id: '' }],
  ['p_id', { id: 'x'.repeat(101) }],
  ['p_kind', { kind: '' }],
  ['p_detail', { detail: [] as never }],
])('record_livekit_event refuses a report without sense (INVAL %s)', async (field, change) => {
  const attempt = report(randomUUID(), { ...room('room_started'), ...change })
  expect(await failureOf(attempt)).toMatchObject({ code: 'INVAL', detail: { field } })
})

test('record_livekit_event is for the secret key alone (42501)', async () => {
  const user = await market.bidder()
  for (const caller of ['anon', user]) {
    const attempt = market.db.as(
      caller,
      (tx) => tx`select public.record_livekit_event('x', 'room_started', 'x', now(), '{}')`,
    )
    expect(await failureOf(attempt)).toMatchObject({ code: '42501' })
  }
})

test('what was reported is forgotten after 30 days', async () => {
  const show = await market.show()
  await report(show.id, track('track_published', show.host, 'PA_h'))
  await market.db.sql`update private.livekit_events set received_at = now() - interval '31 days'`
  await market.db.sql`update private.stream_participants set joined_at = now() - interval '31 days',
    left_at = left_at - interval '31 days'`
  await market.db.sql`select private.forget_livekit_events()`
  const [row] = await market.db.sql<{ n: number }[]>`
    select (select count(*) from private.livekit_events)::int + (select count(*) from private.stream_participants)::int as n`
  expect(row?.n).toBe(0)
})
