/** Recordings: asked for, begun with the first picture, stopped, finished or failed. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket, type Show } from '../support/market.ts'
import { type Egress, egressEnded, recordingsOf, setRecording } from '../support/recordings.ts'

let market: Market
let show: Show

beforeAll(async () => {
  market = await openMarket()
})
beforeEach(async () => {
  await market.forgetRates()
  show = await market.show()
})
afterAll(() => market.db.drop())

const ask = (wanted: boolean | null, at = show, caller = at.host) =>
  call<boolean>(market.db, caller, 'ask_for_recording', { p_show_id: at.id, p_wanted: wanted })

const wanted = (at = show) =>
  call<boolean>(market.db, 'service_role', 'recording_wanted', { p_show_id: at.id })

const begin = (egress: string, at = show) => setRecording(market.db, at.id, egress, null)
const stop = (egress: string, at = show) => setRecording(market.db, at.id, null, egress)
const ended = (egress: Egress, at = show) => egressEnded(market.db, at.id, egress)

async function picture(on: boolean, at = show): Promise<void> {
  await market.db.sql`
    update public.shows set video_since = ${on ? new Date() : null} where id = ${at.id}`
}

async function asked(at = show): Promise<number> {
  const [row] = await market.db.sql<{ n: number }[]>`
    select count(*)::int as n from private.outbox
    where kind = 'stream_record' and payload = ${market.db.sql.json({ show_id: at.id })}`
  return row?.n ?? -1
}

async function shown(at = show): Promise<{ record: boolean; recording: boolean }> {
  const { show: seen } = await call<{ show: { record: boolean; recording: boolean } }>(
    market.db,
    'anon',
    'show_snapshot',
    { p_show_id: at.id },
  )
  return { record: seen.record, recording: seen.recording }
}

const statuses = async (at = show) =>
  (await recordingsOf(market.db, at.id)).map(({ status }) => status)

test('ask_for_recording tells viewers, and the first picture begins it: once, whatever comes and goes', async () => {
  const later = await market.show('scheduled')
  expect(await ask(true, later)).toBe(true)
  expect(await shown(later)).toEqual({ record: true, recording: false })
  await call(market.db, later.host, 'start_show', { p_show_id: later.id })
  expect([await asked(later), await wanted(later)]).toEqual([0, false])
  await picture(true, later)
  expect([await asked(later), await wanted(later)]).toEqual([1, true])
  await begin('EG_once', later)
  expect(await wanted(later)).toBe(false)
  expect(await shown(later)).toEqual({ record: true, recording: true })
  await picture(false, later)
  await picture(true, later)
  expect(await asked(later)).toBe(1)
})

test('ask_for_recording on air begins it at once, and without it nothing is recorded', async () => {
  await picture(true)
  expect([await asked(), await wanted()]).toEqual([0, false])
  await ask(true)
  expect([await asked(), await wanted()]).toEqual([1, true])
  await ask(false)
  expect(await wanted()).toBe(false)
})

test('ask_for_recording is the host’s alone (NOFND), before the end (STATE), a yes or no (INVAL)', async () => {
  const other = await market.newSeller()
  expect(await failureOf(ask(true, show, other))).toMatchObject({ code: 'NOFND' })
  expect(await failureOf(ask(true, show, 'anon'))).toMatchObject({ code: '42501' })
  expect(await failureOf(ask(null))).toMatchObject({ code: 'INVAL', detail: { field: 'p_wanted' } })
  await call(market.db, show.host, 'end_show', { p_show_id: show.id })
  expect(await failureOf(ask(true))).toMatchObject({ code: 'STATE', detail: { status: 'ended' } })
})

test('ask_for_recording slows down who cannot decide (RTLIM)', async () => {
  const attempts = Array.from({ length: 30 }, () =>
    ask(true).then(
      () => null,
      (error) => error,
    ),
  )
  const refused = (await Promise.all(attempts)).filter((error) => error !== null)
  expect(refused[0]).toMatchObject({ code: 'RTLIM' })
})

describe('set_recording', () => {
  test('set_recording begins and ends one recording at a time, and the show says so (STATE)', async () => {
    await begin('EG_1')
    // The job and the host may both have asked: the same egress is no second recording.
    await begin('EG_1')
    expect(await failureOf(begin('EG_2'))).toMatchObject({ code: 'STATE' })
    const desk = await call<{ recording: { id: string } }>(market.db, show.host, 'stream_desk', {
      ...{ p_show_id: show.id, p_action: 'status' },
    })
    expect(desk.recording.id).toBe('EG_1')
    expect(await failureOf(stop('EG_2'))).toMatchObject({ code: 'STATE' })
    await stop('EG_1')
    expect(await failureOf(stop('EG_1'))).toMatchObject({ code: 'STATE' })
    expect([await shown(), await statuses()]).toEqual([
      { record: false, recording: false },
      ['processing'],
    ])
    await begin('EG_3')
    expect(await statuses()).toEqual(['processing', 'recording'])
  })

  test('set_recording refuses what is no show (NOFND), no live one (STATE), or no beginning and no end (INVAL)', async () => {
    const nowhere = setRecording(market.db, randomUUID(), 'EG_n', null)
    expect(await failureOf(nowhere)).toMatchObject({ code: 'NOFND' })
    const later = await market.show('scheduled')
    expect(await failureOf(begin('EG_s', later))).toMatchObject({ detail: { status: 'scheduled' } })
    for (const both of [null, 'EG_b']) {
      const attempt = setRecording(market.db, show.id, both, both)
      expect(await failureOf(attempt)).toMatchObject({ code: 'INVAL' })
    }
  })

  test('set_recording and recording_wanted are for the secret key alone (42501)', async () => {
    for (const caller of ['anon', show.host]) {
      const args = { p_show_id: show.id }
      const look = call(market.db, caller, 'recording_wanted', args)
      expect(await failureOf(look)).toMatchObject({ code: '42501' })
      const set = call(market.db, caller, 'set_recording', {
        ...{ ...args, p_egress_id: 'EG_f', p_replaces: null },
      })
      expect(await failureOf(set)).toMatchObject({ code: '42501' })
    }
  })
})

describe('the end of a recording', () => {
  test('comes with the show’s, and its file is ready when the server says so, once', async () => {
    await begin('EG_a')
    await call(market.db, show.host, 'end_show', { p_show_id: show.id })
    expect(await statuses()).toEqual(['processing'])
    const path = `${show.id}/a.mp4`
    await ended({ id: 'EG_a', complete: true, path, duration_ms: 61_500 })
    await ended({ id: 'EG_a', complete: false })
    expect(await recordingsOf(market.db, show.id)).toMatchObject([
      { status: 'ready', path, duration_ms: 61_500 },
    ])
    expect(await failureOf(begin('EG_a'))).toMatchObject({ code: 'STATE' })
  })

  test('may be reported before the call that began it has answered', async () => {
    await ended({ id: 'EG_fast', complete: true, path: `${show.id}/f.mp4`, duration_ms: 1 })
    expect(await statuses()).toEqual(['ready'])
    await begin('EG_fast')
    expect([await statuses(), (await shown()).recording]).toEqual([['ready'], false])
  })

  test.each<[string, Partial<Egress>]>([
    ['came to nothing', { complete: false }],
    ['has no file', { complete: true }],
    ['has a file in another show’s folder', { complete: true, path: 'x/a.mp4', duration_ms: 9 }],
  ])('is a failure when it %s', async (_what, egress) => {
    await begin(`EG_${show.id}`)
    await ended({ id: `EG_${show.id}`, complete: false, ...egress })
    expect(await recordingsOf(market.db, show.id)).toMatchObject([{ status: 'failed', path: null }])
    expect((await shown()).recording).toBe(false)
  })

  test('touches no recording of another show', async () => {
    const other = await market.show()
    await begin('EG_o', other)
    await ended({ id: 'EG_o', complete: false })
    expect([await statuses(other), await statuses()]).toEqual([['recording'], []])
  })

  test('that is never reported is a failure after a day', async () => {
    await begin('EG_lost')
    await stop('EG_lost')
    await market.db.sql`select private.give_up_recordings()`
    expect(await statuses()).toEqual(['processing'])
    await market.db.sql`
      update private.recordings set ended_at = now() - interval '25 hours' where show_id = ${show.id}`
    await market.db.sql`select private.give_up_recordings()`
    expect(await statuses()).toEqual(['failed'])
  })
})
