/** Co-hosts: asked, joined, gone. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket, type Show } from '../support/market.ts'

let market: Market
let ann: string
let show: Show

beforeAll(async () => {
  market = await openMarket()
})
beforeEach(async () => {
  await market.forgetRates()
  ann = await market.bidder()
  show = await market.show()
})
afterAll(() => market.db.drop())

const invite = (user: string, caller = show.host, showId = show.id) =>
  call(market.db, caller, 'invite_to_stage', { p_show_id: showId, p_user_id: user })

const answer = (accept: boolean | null, caller = ann, showId = show.id) =>
  call<string>(market.db, caller, 'answer_stage_invitation', {
    p_show_id: showId,
    p_accept: accept,
  })

const clear = (user: string, caller = show.host) =>
  call(market.db, caller, 'clear_stage', { p_show_id: show.id, p_user_id: user })

async function roleOf(user: string): Promise<string> {
  const { role } = await call<{ role: string }>(market.db, user, 'stream_access', {
    p_show_id: show.id,
  })
  return role
}

async function removals(): Promise<number> {
  const [row] = await market.db.sql<{ n: number }[]>`
    select count(*)::int as n from private.outbox where kind = 'stream_remove' and payload ->> 'show_id' = ${show.id}`
  return row?.n ?? -1
}

test('invite_to_stage asks, answer_stage_invitation makes a co-host, clear_stage ends it at once', async () => {
  expect(await invite(ann)).toMatchObject({ user_id: ann, joined_at: null })
  expect(await roleOf(ann)).toBe('viewer')
  expect(await answer(true)).toBe('co-host')
  expect(await roleOf(ann)).toBe('co-host')
  // Again changes nothing, and takes nobody off the stage.
  await invite(ann)
  expect(await roleOf(ann)).toBe('co-host')
  expect(await removals()).toBe(0)
  await clear(ann)
  expect(await roleOf(ann)).toBe('viewer')
  expect(await removals()).toBe(1)
})

test('invite_to_stage is in the bell once, and in the show’s snapshot until it ends', async () => {
  const stage = async () => {
    const { you } = await call<{ you: { stage: string | null } }>(market.db, ann, 'show_snapshot', {
      p_show_id: show.id,
    })
    return you.stage
  }
  expect(await stage()).toBeNull()
  await invite(ann)
  await invite(ann)
  expect(await stage()).toBe('invited')
  const bell = await market.db.as(
    ann,
    (tx) => tx`select subject from public.notifications where kind = 'stage_invitation'`,
  )
  expect(bell.map(({ subject }) => subject)).toEqual([{ show_id: show.id }])
  await answer(true)
  expect(await stage()).toBe('joined')
  await clear(ann)
  expect(await stage()).toBeNull()
})

test('answer_stage_invitation: no means no, and later it means the end', async () => {
  await invite(ann)
  expect(await answer(false)).toBe('viewer')
  expect(await failureOf(answer(true))).toMatchObject({ code: 'NOFND' })
  expect(await removals()).toBe(0)
  await invite(ann)
  await answer(true)
  expect(await answer(false)).toBe('viewer')
  expect(await removals()).toBe(1)
})

test('nobody gets onto a stage uninvited (NOFND), and nobody else answers', async () => {
  const bob = await market.bidder()
  await invite(ann)
  expect(await failureOf(answer(true, bob))).toMatchObject({ code: 'NOFND' })
  expect(await failureOf(answer(true, ann, randomUUID()))).toMatchObject({ code: 'NOFND' })
  expect(await failureOf(answer(null))).toMatchObject({ code: 'INVAL' })
  expect(await failureOf(answer(true, 'anon'))).toMatchObject({ code: '42501' })
})

test('invite_to_stage is the host’s alone, for others than the host (NOFND, INVAL)', async () => {
  const other = await market.newSeller()
  for (const caller of [ann, other]) {
    expect(await failureOf(invite(ann, caller))).toMatchObject({ code: 'NOFND' })
    expect(await failureOf(clear(ann, caller))).toMatchObject({ code: 'NOFND' })
  }
  expect(await failureOf(invite(show.host))).toMatchObject({ code: 'INVAL' })
  expect(await failureOf(invite(randomUUID()))).toMatchObject({ code: 'NOFND' })
  expect(await failureOf(clear(ann))).toMatchObject({ code: 'NOFND' })
})

test('invite_to_stage refuses a fourth guest, a show that is over (STATE), and asking without end (RTLIM)', async () => {
  for (let guests = 0; guests < 3; guests += 1) await invite(await market.bidder())
  expect(await failureOf(invite(ann))).toMatchObject({ code: 'STATE', detail: { limit: 3 } })
  const draft = await market.show('draft')
  expect(await failureOf(invite(ann, draft.host, draft.id))).toMatchObject({
    detail: { status: 'draft' },
  })
  const again = await market.show()
  const attempts = Array.from({ length: 16 }, () =>
    invite(ann, again.host, again.id).then(
      () => null,
      (error) => error,
    ),
  )
  const refused = (await Promise.all(attempts)).filter((error) => error !== null)
  expect(refused[0]).toMatchObject({ code: 'RTLIM' })
})

test('a ban ends an invitation and a co-host’s time, and invite_to_stage refuses the banned (KBANN)', async () => {
  await invite(ann)
  await answer(true)
  const act = (action: string) =>
    call(market.db, show.host, 'moderate_viewer', {
      ...{ p_show_id: show.id, p_user_id: ann, p_action: action },
    })
  await act('ban')
  expect(await failureOf(roleOf(ann))).toMatchObject({ code: 'KBANN' })
  expect(await failureOf(invite(ann))).toMatchObject({ code: 'KBANN' })
  await act('unban')
  expect(await roleOf(ann)).toBe('viewer')
})

test('invitations are seen by the host and by who is asked', async () => {
  await invite(ann)
  const seenBy = async (caller: string) =>
    (
      await market.db.as(
        caller,
        (tx) => tx`select 1 from public.stage_guests where show_id = ${show.id}`,
      )
    ).count
  expect([await seenBy(show.host), await seenBy(ann)]).toEqual([1, 1])
  expect(await seenBy(await market.bidder())).toBe(0)
})
