/** The host's desk: who may do what with the video server, and what it must be told by itself. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket, type Show } from '../support/market.ts'

interface Desk {
  room: string
  role: string
  ingress: { id: string; kind: string } | null
  recording: { id: string } | null
}

interface Job {
  kind: string
  payload: Record<string, unknown>
}

const ACTIONS = [
  ...['status', 'create_ingress', 'rotate_key', 'delete_ingress', 'start_recording'],
  ...['stop_recording', 'remove', 'mute'],
]

let market: Market
let ann: string
let show: Show

beforeAll(async () => {
  market = await openMarket()
  ann = await market.bidder()
  show = await market.show()
})
beforeEach(() => market.forgetRates())
afterAll(() => market.db.drop())

const desk = (caller: string, action: string, showId = show.id, user: string | null = ann) =>
  call<Desk>(market.db, caller, 'stream_desk', {
    ...{ p_show_id: showId, p_action: action, p_user_id: user },
  })

const setIngress = (
  id: string | null,
  kind: string | null,
  replaces: string | null,
  at = show.id,
) =>
  call(market.db, 'service_role', 'set_ingress', {
    ...{ p_show_id: at, p_ingress_id: id, p_kind: kind, p_replaces: replaces },
  })

/** What was written to the outbox for the video server since the last look. */
async function jobs(): Promise<Job[]> {
  return market.db.sql<Job[]>`
    with gone as (delete from private.outbox where kind like 'stream\\_%' returning kind, payload, id)
    select kind, payload from gone order by id`
}

test('stream_desk lets the host of a live show do everything', async () => {
  for (const action of ACTIONS) {
    expect(await desk(show.host, action)).toMatchObject({ room: show.id, role: 'host' })
  }
})

test('stream_desk lets moderators remove and mute, and nobody else do anything (NOFND)', async () => {
  const moderator = await market.bidder()
  const cohost = await market.bidder()
  await market.db
    .sql`insert into public.show_moderation (show_id, user_id, moderator) values (${show.id}, ${moderator}, true)`
  await market.db
    .sql`insert into public.stage_guests (show_id, user_id, joined_at) values (${show.id}, ${cohost}, now())`
  const other = await market.newSeller()
  for (const action of ACTIONS) {
    await market.forgetRates()
    const allowed = action === 'remove' || action === 'mute'
    if (allowed) expect(await desk(moderator, action)).toMatchObject({ role: 'moderator' })
    else expect(await failureOf(desk(moderator, action))).toMatchObject({ code: 'NOFND' })
    for (const caller of [ann, cohost, other]) {
      expect(await failureOf(desk(caller, action))).toMatchObject({ code: 'NOFND' })
    }
  }
  expect(await failureOf(desk('anon', 'status'))).toMatchObject({ code: '42501' })
})

test('stream_desk protects the host from moderators, and everybody from themselves (42501)', async () => {
  expect(await failureOf(desk(show.host, 'remove', show.id, show.host))).toMatchObject({
    code: '42501',
  })
})

test('stream_desk looks at the show’s state (STATE) and at the input (INVAL)', async () => {
  const scheduled = await market.show('scheduled')
  expect(await desk(scheduled.host, 'create_ingress', scheduled.id)).toMatchObject({ role: 'host' })
  for (const action of ['start_recording', 'remove', 'mute']) {
    expect(await failureOf(desk(scheduled.host, action, scheduled.id))).toMatchObject({
      code: 'STATE',
      detail: { status: 'scheduled' },
    })
  }
  const draft = await market.show('draft')
  expect(await failureOf(desk(draft.host, 'create_ingress', draft.id))).toMatchObject({
    code: 'STATE',
  })
  expect(await failureOf(desk(show.host, 'explode'))).toMatchObject({
    detail: { field: 'p_action' },
  })
  expect(await failureOf(desk(show.host, 'remove', show.id, null))).toMatchObject({
    detail: { field: 'p_user_id' },
  })
  expect(await failureOf(desk(show.host, 'status', randomUUID()))).toMatchObject({ code: 'NOFND' })
})

test('stream_desk slows down who asks all the time (RTLIM)', async () => {
  const attempts = Array.from({ length: 40 }, () =>
    desk(show.host, 'status').then(
      () => null,
      (error) => error,
    ),
  )
  const refused = (await Promise.all(attempts)).filter((error) => error !== null)
  expect(refused[0]).toMatchObject({ code: 'RTLIM' })
})

test('set_ingress replaces what was there and nothing else (STATE, INVAL, NOFND)', async () => {
  await setIngress('IN_1', 'rtmp', null)
  expect((await desk(show.host, 'status')).ingress).toMatchObject({ id: 'IN_1', kind: 'rtmp' })
  expect(await failureOf(setIngress('IN_2', 'whip', null))).toMatchObject({ code: 'STATE' })
  expect(await failureOf(setIngress('IN_2', 'srt', 'IN_1'))).toMatchObject({ code: 'INVAL' })
  expect(await failureOf(setIngress('IN_2', null, 'IN_1'))).toMatchObject({ code: 'INVAL' })
  expect(await failureOf(setIngress('IN_2', 'rtmp', null, randomUUID()))).toMatchObject({
    code: 'NOFND',
  })
  await setIngress('IN_2', 'whip', 'IN_1')
  await setIngress(null, null, 'IN_2')
  expect((await desk(show.host, 'status')).ingress).toBeNull()
})

describe('the video server is told', () => {
  beforeEach(async () => {
    await jobs()
  })

  test('to open the room of a show that starts, and to close it with its stream key', async () => {
    const mine = await market.show()
    expect(await jobs()).toEqual([
      { kind: 'stream_room', payload: { show_id: mine.id, open: true, ingress_id: null } },
    ])
    await setIngress('IN_9', 'rtmp', null, mine.id)
    await call(market.db, mine.host, 'end_show', { p_show_id: mine.id })
    expect(await jobs()).toEqual([
      { kind: 'stream_room', payload: { show_id: mine.id, open: false, ingress_id: 'IN_9' } },
    ])
    const [row] = await market.db
      .sql`select 1 from private.stream_secrets where show_id = ${mine.id}`
    expect(row).toBeUndefined()
  })

  test('to remove who is banned from the show, again with each new ban, and nobody who is not', async () => {
    const removal = { kind: 'stream_remove', payload: { show_id: show.id, user_id: ann } }
    const act = (action: string, seconds: number | null = null) =>
      call(market.db, show.host, 'moderate_viewer', {
        ...{ p_show_id: show.id, p_user_id: ann, p_action: action, p_seconds: seconds },
      })
    await act('ban')
    expect(await jobs()).toEqual([removal])
    await act('unban')
    await act('timeout', 60)
    expect(await jobs()).toEqual([])
    await act('ban', 600)
    expect(await jobs()).toEqual([removal])
    await act('unban')
    await act('ban_from_shop')
    expect(await jobs()).toEqual([removal])
    await act('unban_from_shop')
    expect(await jobs()).toEqual([])
  })

  test('to remove who is banned by the platform from the rooms they are in', async () => {
    const bob = await market.bidder()
    await call(market.db, 'service_role', 'ban_user', { p_user_id: bob })
    expect(await jobs()).toEqual([])
    await market.db.sql`
      insert into private.stream_participants (show_id, sid, room_sid, identity, user_id, role, joined_at)
      values (${show.id}, 'PA_b', 'RM', ${`${bob}.x`}, ${bob}, 'viewer', now())`
    await call(market.db, 'service_role', 'ban_user', { p_user_id: bob, p_until: '2099-01-01' })
    expect(await jobs()).toEqual([
      { kind: 'stream_remove', payload: { show_id: show.id, user_id: bob } },
    ])
    await call(market.db, 'service_role', 'ban_user', { p_user_id: bob, p_until: null })
    expect(await jobs()).toEqual([])
  })

  test('nothing of a ban in a show that is not live', async () => {
    const later = await market.show('scheduled')
    await call(market.db, later.host, 'moderate_viewer', {
      ...{ p_show_id: later.id, p_user_id: ann, p_action: 'ban' },
    })
    expect(await jobs()).toEqual([])
  })

  test('at once, not with the next regular call of the jobs', async () => {
    const heard: string[] = []
    const listener = market.db.connect()
    await listener.listen('jobs', (payload) => heard.push(payload))
    await market.show()
    await expect.poll(() => heard.length).toBe(1)
  })

  test('nothing any more a day later: what nobody did is forgotten', async () => {
    await market.show()
    await market.db
      .sql`update private.outbox set created_at = now() - interval '2 days' where kind = 'stream_room'`
    await market.db.sql`select private.forget_stream_jobs()`
    expect(await jobs()).toEqual([])
  })
})
