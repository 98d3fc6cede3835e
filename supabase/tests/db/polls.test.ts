/** Polls: what open_poll accepts, one vote each, tallies once a second, and the end by time, host or show. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Arguments, call, failureOf } from '../support/call.ts'
import type { ShowSnapshot } from '../support/giveaways.ts'
import { type Market, openMarket, type Show } from '../support/market.ts'

interface Poll {
  id: string
  question: string
  options: string[]
  tallies: number[]
  status: 'open' | 'closed'
  version: number
  closes_at: string
  your_choice?: number | null
}

let market: Market
let ann: string
let bob: string
let show: Show

beforeAll(async () => {
  market = await openMarket()
  ann = await market.bidder()
  bob = await market.bidder()
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  await market.forgetRates()
  show = await market.show()
})

const open = (args: Arguments = {}, host = show.host) =>
  call<Poll>(market.db, host, 'open_poll', {
    p_show_id: show.id,
    p_question: 'Which one next?',
    p_options: ['The ring', 'The watch'],
    ...args,
  })
const vote = (caller: string, poll: Poll, choice: number | null) =>
  call<Poll>(market.db, caller, 'vote_in_poll', { p_poll_id: poll.id, p_choice: choice })
const close = (poll: Poll, host = show.host) =>
  call<Poll>(market.db, host, 'close_poll', { p_poll_id: poll.id })
const tick = () => market.db.sql`select private.engage()`
const timeIsUp = (poll: Poll) => market.db.sql`
  update public.polls set opened_at = opened_at - interval '1 hour', closes_at = clock_timestamp() where id = ${poll.id}`
const events = () => market.db.admin<{ payload: Partial<Poll> }[]>`
  select payload from realtime.messages where topic = ${`show:${show.id}`} and event = 'poll' order by inserted_at, id`
const shown = async (caller: string) =>
  (await call<ShowSnapshot>(market.db, caller, 'show_snapshot', { p_show_id: show.id })).engagement
    .poll

describe('asking', () => {
  test('open_poll asks the audience; the snapshot and one broadcast carry it', async () => {
    const poll = await open({ p_options: [' A ', 'B', 'C', 'D'] })
    expect(poll).toMatchObject({
      options: ['A', 'B', 'C', 'D'],
      tallies: [0, 0, 0, 0],
      status: 'open',
      version: 1,
    })
    expect(await shown('anon')).toMatchObject({ id: poll.id })
    expect((await events()).map(({ payload }) => payload)).toEqual([poll])
  })

  test('open_poll refuses malformed input (INVAL)', async () => {
    const cases: [Arguments, string][] = [
      [{ p_question: 'ab' }, 'p_question'],
      [{ p_question: 'x'.repeat(141) }, 'p_question'],
      [{ p_question: null }, 'p_question'],
      [{ p_options: ['One'] }, 'p_options'],
      [{ p_options: ['1', '2', '3', '4', '5'] }, 'p_options'],
      [{ p_options: ['Same', ' same'] }, 'p_options'],
      [{ p_options: ['One', '\u200B'] }, 'p_options'],
      [{ p_options: ['One', 'x'.repeat(41)] }, 'p_options'],
      [{ p_options: null }, 'p_options'],
      [{ p_seconds: 14 }, 'p_seconds'],
      [{ p_seconds: 601 }, 'p_seconds'],
    ]
    for (const [args, field] of cases) {
      expect(await failureOf(open(args)), JSON.stringify(args)).toMatchObject({
        code: 'INVAL',
        detail: { field },
      })
    }
  })

  test('open_poll is for the host (NOFND, 42501), live, one at a time (STATE), limited (RTLIM)', async () => {
    expect(await failureOf(open({}, ann))).toMatchObject({ code: 'NOFND' })
    expect(await failureOf(open({}, 'anon'))).toMatchObject({ code: '42501' })
    const planned = await market.show('scheduled')
    expect(await failureOf(open({ p_show_id: planned.id }, planned.host))).toMatchObject({
      code: 'STATE',
    })
    const first = await open()
    expect(await failureOf(open())).toMatchObject({ code: 'STATE', detail: { status: 'open' } })
    await close(first)
    const insistent = async () => {
      for (let turn = 0; turn < 40; turn++) await close(await open())
    }
    expect(await failureOf(insistent())).toMatchObject({ code: 'RTLIM' })
  })
})

describe('voting', () => {
  test('vote_in_poll counts once; the same again is harmless, another is refused (STATE)', async () => {
    const poll = await open()
    expect(await vote(ann, poll, 2)).toMatchObject({ your_choice: 2 })
    expect(await vote(ann, poll, 2)).toMatchObject({ your_choice: 2 })
    expect(await failureOf(vote(ann, poll, 1))).toMatchObject({
      code: 'STATE',
      detail: { status: 'voted', choice: 2 },
    })
    await vote(bob, poll, 1)
    await tick()
    expect(await shown(ann)).toMatchObject({ tallies: [1, 1], version: 2, your_choice: 2 })
    expect(await shown('anon')).not.toHaveProperty('your_choice')
  })

  test('vote_in_poll is told to the audience in batches, and no batch without a change', async () => {
    const poll = await open()
    await vote(ann, poll, 1)
    await vote(bob, poll, 1)
    await tick()
    await tick()
    expect((await events()).slice(1).map(({ payload }) => payload)).toEqual([
      { id: poll.id, version: 2, status: 'open', tallies: [2, 0], closes_at: poll.closes_at },
    ])
  })

  test('vote_in_poll names one of the answers (INVAL) of a poll that exists (NOFND), signed in (42501)', async () => {
    const poll = await open()
    for (const choice of [0, 3, -1, 2_147_483_647, null]) {
      expect(await failureOf(vote(ann, poll, choice))).toMatchObject({
        code: 'INVAL',
        detail: { field: 'p_choice' },
      })
    }
    expect(await failureOf(vote(ann, { ...poll, id: show.id }, 1))).toMatchObject({ code: 'NOFND' })
    expect(await failureOf(vote('anon', poll, 1))).toMatchObject({ code: '42501' })
  })

  test('vote_in_poll keeps out the host (42501), the banned (KBANN) and unconfirmed accounts (UNVER)', async () => {
    const poll = await open()
    expect(await failureOf(vote(show.host, poll, 1))).toMatchObject({ code: '42501' })
    const [platform, here, fresh] = [
      await market.bidder(),
      await market.bidder(),
      await market.bidder({ confirmed: false }),
    ]
    await call(market.db, 'service_role', 'ban_user', { p_user_id: platform })
    await market.db.sql`
      insert into public.show_moderation (show_id, user_id, banned_until) values (${show.id}, ${here}, 'infinity')`
    for (const banned of [platform, here]) {
      expect(await failureOf(vote(banned, poll, 1))).toMatchObject({ code: 'KBANN' })
    }
    expect(await failureOf(vote(fresh, poll, 1))).toMatchObject({ code: 'UNVER' })
  })

  test('vote_in_poll is too late after the time, before any tick, and after the close (STATE)', async () => {
    const poll = await open()
    await timeIsUp(poll)
    expect(await failureOf(vote(ann, poll, 1))).toMatchObject({
      code: 'STATE',
      detail: { status: 'closed' },
    })
    await close(poll)
    expect(await failureOf(vote(ann, poll, 1))).toMatchObject({
      code: 'STATE',
      detail: { status: 'closed' },
    })
  })

  test('vote_in_poll slows down a script (RTLIM)', async () => {
    const poll = await open()
    const insistent = async () => {
      for (let turn = 0; turn < 20; turn++) await vote(ann, poll, 1)
    }
    expect(await failureOf(insistent())).toMatchObject({ code: 'RTLIM' })
  })

  test('vote_in_poll stays with its voter: nobody reads who chose what (42501)', async () => {
    await vote(ann, await open(), 1)
    for (const reader of ['anon', bob, show.host, 'service_role']) {
      const attempt = market.db.as(reader, (tx) => tx`select * from private.poll_votes`)
      expect(await failureOf(attempt)).toMatchObject({ code: '42501' })
    }
    expect(JSON.stringify(await events())).not.toContain(ann)
  })
})

describe('ending', () => {
  test('close_poll counts the last votes and ends it; again is harmless', async () => {
    const poll = await open()
    await vote(ann, poll, 2)
    const result = await close(poll)
    expect(result).toMatchObject({ status: 'closed', tallies: [0, 1] })
    expect(await close(poll)).toMatchObject({ version: result.version })
    expect((await events()).at(-1)?.payload).toMatchObject({ status: 'closed', tallies: [0, 1] })
  })

  test('close_poll is the host’s (NOFND), signed in (42501), at a human pace (RTLIM)', async () => {
    const poll = await open()
    expect(await failureOf(close(poll, ann))).toMatchObject({ code: 'NOFND' })
    expect(await failureOf(close(poll, 'anon'))).toMatchObject({ code: '42501' })
    const insistent = async () => {
      for (let turn = 0; turn < 40; turn++) await close(poll)
    }
    expect(await failureOf(insistent())).toMatchObject({ code: 'RTLIM' })
  })

  test('close_poll comes by itself when the time is up, and with the end of the show', async () => {
    const poll = await open()
    await vote(ann, poll, 1)
    await timeIsUp(poll)
    await tick()
    expect(await shown('anon')).toMatchObject({ status: 'closed', tallies: [1, 0] })
    const last = await open()
    await vote(bob, last, 2)
    await call(market.db, show.host, 'end_show', { p_show_id: show.id })
    expect(await shown('anon')).toMatchObject({ id: last.id, status: 'closed', tallies: [0, 1] })
  })
})
