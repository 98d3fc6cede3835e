/** Giveaways: who may open, enter, draw and call off, when, and what comes of it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { verifyDraw } from '../../../web/lib/giveaway/verify.ts'
import { call, failureOf } from '../support/call.ts'
import {
  age,
  arrive,
  closeEntries,
  draw,
  enter,
  type Giveaway,
  giveawayEvents,
  goQuiet,
  openGiveaway,
  recordOf,
  type ShowSnapshot,
} from '../support/giveaways.ts'
import { type Market, openMarket, type Show } from '../support/market.ts'

let market: Market
let ann: string
let bob: string
let kim: string
let show: Show

beforeAll(async () => {
  market = await openMarket()
  ann = await market.bidder()
  bob = await market.bidder()
  kim = await market.bidder()
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  await market.forgetRates()
  show = await market.show()
  await arrive(market, show, ann, bob, kim)
})

const cancel = (giveaway: Giveaway, caller = show.host) =>
  call<Giveaway>(market.db, caller, 'cancel_giveaway', { p_giveaway_id: giveaway.id })
const snapshot = (caller: string) =>
  call<ShowSnapshot>(market.db, caller, 'show_snapshot', { p_show_id: show.id })
const pause = async (paused: boolean) =>
  call(market.db, 'service_role', 'pause_platform', { p_paused: paused })

async function drawn(...viewers: string[]): Promise<Giveaway> {
  const giveaway = await openGiveaway(market, show)
  for (const viewer of viewers) await enter(market, viewer, giveaway)
  await closeEntries(market, giveaway)
  return draw(market, show, giveaway)
}

describe('opening', () => {
  test('open_giveaway publishes prize, time and the hash of a seed that is nowhere yet', async () => {
    const giveaway = await openGiveaway(market, show, { p_prize: ' A  print ', p_seconds: 30 })
    expect(giveaway).toMatchObject({
      prize: 'A  print',
      status: 'open',
      entries: 0,
      seed: null,
      version: 1,
    })
    expect(giveaway.commitment).toMatch(/^[0-9a-f]{64}$/)
    expect((await snapshot('anon')).engagement.giveaway).toMatchObject({
      id: giveaway.id,
      seed: null,
    })
    expect((await giveawayEvents(market, show)).at(-1)?.payload).toMatchObject({
      id: giveaway.id,
      commitment: giveaway.commitment,
      version: 1,
    })
  })

  test('open_giveaway refuses malformed input (INVAL)', async () => {
    for (const [args, field] of [
      [{ p_prize: 'ab' }, 'p_prize'],
      [{ p_prize: null }, 'p_prize'],
      [{ p_prize: '\u202E\u200B' }, 'p_prize'],
      [{ p_prize: 'x'.repeat(121) }, 'p_prize'],
      [{ p_seconds: 14 }, 'p_seconds'],
      [{ p_seconds: 601 }, 'p_seconds'],
      [{ p_seconds: null }, 'p_seconds'],
      [{ p_followers_only: null }, 'p_followers_only'],
    ] as const) {
      expect(await failureOf(openGiveaway(market, show, args)), field).toMatchObject({
        code: 'INVAL',
        detail: { field },
      })
    }
  })

  test('open_giveaway is for the host of the show (NOFND), an approved seller (42501)', async () => {
    const other = await market.newSeller()
    expect(await failureOf(openGiveaway(market, { ...show, host: other }))).toMatchObject({
      code: 'NOFND',
    })
    expect(await failureOf(openGiveaway(market, { ...show, host: ann }))).toMatchObject({
      code: 'NOFND',
    })
    expect(await failureOf(openGiveaway(market, { ...show, host: 'anon' }))).toMatchObject({
      code: '42501',
    })
    await market.db.sql`update public.sellers set status = 'suspended' where id = ${show.host}`
    expect(await failureOf(openGiveaway(market, show))).toMatchObject({ code: '42501' })
  })

  test('open_giveaway refuses a show that is not live, and a second one beside an open one (STATE)', async () => {
    const planned = await market.show('scheduled')
    expect(await failureOf(openGiveaway(market, planned))).toMatchObject({
      code: 'STATE',
      detail: { status: 'scheduled' },
    })
    const first = await openGiveaway(market, show)
    expect(await failureOf(openGiveaway(market, show))).toMatchObject({ code: 'STATE' })
    await cancel(first)
    expect(await openGiveaway(market, show)).toMatchObject({ status: 'open' })
  })

  test('open_giveaway waits for the end of a pause (PAUSD) and is limited (RTLIM)', async () => {
    await pause(true)
    expect(await failureOf(openGiveaway(market, show))).toMatchObject({ code: 'PAUSD' })
    await pause(false)
    const insistent = async () => {
      for (let turn = 0; turn < 40; turn++) await cancel(await openGiveaway(market, show))
    }
    expect(await failureOf(insistent())).toMatchObject({ code: 'RTLIM' })
  })
})

describe('entering', () => {
  test('enter_giveaway gives everybody one entry under an alias, in order; again is the same entry', async () => {
    const giveaway = await openGiveaway(market, show)
    const first = await enter(market, ann, giveaway)
    expect(first).toMatchObject({ entries: 1, version: 2, you: { position: 1, won: false } })
    expect(await enter(market, bob, giveaway)).toMatchObject({ entries: 2, you: { position: 2 } })
    expect((await enter(market, ann, giveaway)).you).toEqual(first.you)
    const entries = await market.db.as(
      'anon',
      (tx) =>
        tx`select position, alias, counted from public.giveaway_entries where giveaway_id = ${giveaway.id} order by 1`,
    )
    expect(entries).toEqual([
      { position: 1, alias: first.you?.alias, counted: null },
      { position: 2, alias: expect.stringMatching(/^[0-9A-F]{8}$/), counted: null },
    ])
    expect((await snapshot(ann)).engagement.giveaway?.you).toEqual(first.you)
    expect((await snapshot(kim)).engagement.giveaway?.you).toBeNull()
  })

  test('enter_giveaway gives the same person another alias in the next giveaway', async () => {
    const first = await openGiveaway(market, show)
    const before = (await enter(market, ann, first)).you?.alias
    await cancel(first)
    expect((await enter(market, ann, await openGiveaway(market, show))).you?.alias).not.toBe(before)
  })

  test('enter_giveaway needs a session (42501) and a giveaway (NOFND)', async () => {
    const giveaway = await openGiveaway(market, show)
    expect(await failureOf(enter(market, 'anon', giveaway))).toMatchObject({ code: '42501' })
    expect(await failureOf(enter(market, ann, { ...giveaway, id: show.id }))).toMatchObject({
      code: 'NOFND',
    })
  })

  test('enter_giveaway keeps out the host, the show’s moderators and the platform’s staff (42501)', async () => {
    const giveaway = await openGiveaway(market, show)
    const [moderator, admin] = [await market.bidder(), await market.admin()]
    await market.db.sql`
      insert into public.show_moderation (show_id, user_id, moderator) values (${show.id}, ${moderator}, true)`
    await arrive(market, show, show.host, moderator, admin)
    for (const staff of [show.host, moderator, admin]) {
      expect(await failureOf(enter(market, staff, giveaway))).toMatchObject({ code: '42501' })
    }
  })

  test('enter_giveaway keeps out whom the platform, the seller or the show has banned, and three strikes (KBANN)', async () => {
    const giveaway = await openGiveaway(market, show)
    const [platform, seller, here, strikes] = [
      await market.bidder(),
      await market.bidder(),
      await market.bidder(),
      await market.bidder(),
    ]
    await arrive(market, show, platform, seller, here, strikes)
    await call(market.db, 'service_role', 'ban_user', { p_user_id: platform })
    await market.db
      .sql`insert into private.seller_bans (seller_id, user_id) values (${show.host}, ${seller})`
    await market.db.sql`
      insert into public.show_moderation (show_id, user_id, banned_until) values (${show.id}, ${here}, 'infinity')`
    await market.db.sql`update private.bidders set strikes = 3 where user_id = ${strikes}`
    for (const banned of [platform, seller, here, strikes]) {
      expect(await failureOf(enter(market, banned, giveaway))).toMatchObject({ code: 'KBANN' })
    }
  })

  test('enter_giveaway asks for a confirmed e-mail (UNVER), and for following where that is a condition (NFOLL)', async () => {
    const giveaway = await openGiveaway(market, show, { p_followers_only: true })
    const fresh = await market.bidder({ confirmed: false })
    await arrive(market, show, fresh)
    expect(await failureOf(enter(market, fresh, giveaway))).toMatchObject({ code: 'UNVER' })
    expect(await failureOf(enter(market, ann, giveaway))).toMatchObject({ code: 'NFOLL' })
    await market.db.as(
      ann,
      (tx) => tx`insert into public.follows (seller_id) values (${show.host})`,
    )
    expect(await enter(market, ann, giveaway)).toMatchObject({ you: { position: 1 } })
  })

  test('enter_giveaway is for who is in the show: never there, gone quiet, or in another show (NSEEN)', async () => {
    const giveaway = await openGiveaway(market, show)
    const absent = await market.bidder()
    await arrive(market, await market.show(), absent)
    expect(await failureOf(enter(market, absent, giveaway))).toMatchObject({ code: 'NSEEN' })
    await goQuiet(market, bob, 46)
    expect(await failureOf(enter(market, bob, giveaway))).toMatchObject({ code: 'NSEEN' })
    await arrive(market, show, bob)
    expect(await enter(market, bob, giveaway)).toMatchObject({ you: { position: 1 } })
  })

  test('enter_giveaway is too late when the time is up, after the draw and after it was called off (STATE)', async () => {
    const giveaway = await openGiveaway(market, show)
    await closeEntries(market, giveaway)
    const late = (status: string) => ({ code: 'STATE', detail: { status } })
    expect(await failureOf(enter(market, ann, giveaway))).toMatchObject(late('closed'))
    await draw(market, show, giveaway)
    expect(await failureOf(enter(market, ann, giveaway))).toMatchObject(late('drawn'))
    const next = await openGiveaway(market, show)
    await cancel(next)
    expect(await failureOf(enter(market, ann, next))).toMatchObject(late('cancelled'))
  })

  test('enter_giveaway waits for the end of a pause (PAUSD), slows down a script (RTLIM) and a network of accounts (RTLIM)', async () => {
    const giveaway = await openGiveaway(market, show)
    await pause(true)
    expect(await failureOf(enter(market, ann, giveaway))).toMatchObject({ code: 'PAUSD' })
    await pause(false)
    const insistent = async () => {
      for (let turn = 0; turn < 20; turn++) await enter(market, ann, giveaway)
    }
    expect(await failureOf(insistent())).toMatchObject({ code: 'RTLIM' })
    const headers = { 'x-forwarded-for': '198.51.100.9' }
    const farm = async () => {
      for (let account = 0; account < 60; account++) {
        await market.db.sql`delete from private.rate_buckets where bucket like ${`%${bob}`}`
        await call(market.db, bob, 'enter_giveaway', { p_giveaway_id: giveaway.id }, { headers })
      }
    }
    expect(await failureOf(farm())).toMatchObject({ code: 'RTLIM' })
    expect(await enter(market, kim, giveaway)).toMatchObject({ entries: 3 })
  })

  test('enter_giveaway reaches the audience as a number, once a second at most', async () => {
    const giveaway = await openGiveaway(market, show)
    for (const viewer of [ann, bob, kim]) await enter(market, viewer, giveaway)
    const told = (await giveawayEvents(market, show)).length
    await market.db.sql`select private.engage()`
    await market.db.sql`select private.engage()`
    const events = await giveawayEvents(market, show)
    expect(events.slice(told).map(({ payload }) => payload)).toEqual([
      { id: giveaway.id, version: 4, status: 'open', entries: 3 },
    ])
  })
})

describe('drawing', () => {
  test('draw_giveaway reveals the seed, names one winner and tells everybody; the record verifies', async () => {
    const result = await drawn(ann, bob, kim)
    expect(result).toMatchObject({ status: 'drawn', entries: 3, version: 5 })
    expect(result.seed).toMatch(/^[0-9a-f]{64}$/)
    const verdict = await verifyDraw(await recordOf(market, result))
    expect(verdict).toEqual({ ok: true, entries: 3, counted: 3, winner: result.winner_position })
    expect((await giveawayEvents(market, show)).at(-1)?.payload).toMatchObject({
      status: 'drawn',
      winner: result.winner,
      seed: result.seed,
      version: 5,
    })
  })

  test('draw_giveaway tells the winner, and the winner’s name to the host alone', async () => {
    const result = await drawn(bob)
    expect(result.winner_username).toMatch(/./)
    const [profile] = await market.db.sql`select username from public.profiles where id = ${bob}`
    expect(result.winner_username).toBe(profile?.username)
    expect((await snapshot(bob)).engagement.giveaway).toMatchObject({
      you: { won: true },
      winner_username: null,
    })
    expect((await snapshot(ann)).engagement.giveaway).toMatchObject({
      you: null,
      winner_username: null,
    })
    expect((await snapshot('anon')).engagement.giveaway).not.toHaveProperty('winner_username')
    const events = await giveawayEvents(market, show)
    expect(JSON.stringify(events)).not.toContain(result.winner_username)
  })

  test('draw_giveaway counts only who is still there, still allowed and not banned since', async () => {
    const giveaway = await openGiveaway(market, show)
    const moderator = await market.bidder()
    await arrive(market, show, moderator)
    for (const viewer of [ann, bob, kim, moderator]) await enter(market, viewer, giveaway)
    await closeEntries(market, giveaway)
    await goQuiet(market, ann)
    await market.db
      .sql`insert into private.seller_bans (seller_id, user_id) values (${show.host}, ${kim})`
    await market.db.sql`
      insert into public.show_moderation (show_id, user_id, moderator) values (${show.id}, ${moderator}, true)`
    const result = await draw(market, show, giveaway)
    expect(result).toMatchObject({ winner_position: 2, entries: 4 })
    const record = await recordOf(market, giveaway)
    expect(record.entries.map(({ counted }) => counted)).toEqual([false, true, false, false])
    expect(await verifyDraw(record)).toMatchObject({ ok: true, counted: 1, winner: 2 })
  })

  test('draw_giveaway ends without a winner when nobody entered, or nobody is there any more', async () => {
    const nobody = await drawn()
    expect(nobody).toMatchObject({
      status: 'drawn',
      entries: 0,
      winner: null,
      winner_position: null,
    })
    expect(await verifyDraw(await recordOf(market, nobody))).toMatchObject({
      ok: true,
      winner: null,
    })
    const giveaway = await openGiveaway(market, show)
    await enter(market, ann, giveaway)
    await closeEntries(market, giveaway)
    await goQuiet(market, ann)
    expect(await draw(market, show, giveaway)).toMatchObject({ entries: 1, winner: null })
    expect(await verifyDraw(await recordOf(market, giveaway))).toMatchObject({
      ok: true,
      counted: 0,
    })
  })

  test('draw_giveaway twice is once: the second gets the first result and tells nobody again', async () => {
    const result = await drawn(ann, bob, kim)
    const told = (await giveawayEvents(market, show)).length
    expect(await draw(market, show, result)).toEqual(result)
    expect(await giveawayEvents(market, show)).toHaveLength(told)
  })

  test('draw_giveaway not before the time is up (STATE), not in a pause (PAUSD), not once called off (STATE)', async () => {
    const giveaway = await openGiveaway(market, show)
    await enter(market, ann, giveaway)
    expect(await failureOf(draw(market, show, giveaway))).toMatchObject({
      code: 'STATE',
      detail: { closes_at: giveaway.closes_at },
    })
    await closeEntries(market, giveaway)
    await pause(true)
    expect(await failureOf(draw(market, show, giveaway))).toMatchObject({ code: 'PAUSD' })
    await market.db.sql`select private.engage()`
    expect((await snapshot('anon')).engagement.giveaway).toMatchObject({
      status: 'open',
      seed: null,
    })
    await pause(false)
    await cancel(giveaway)
    expect(await failureOf(draw(market, show, giveaway))).toMatchObject({
      code: 'STATE',
      detail: { status: 'cancelled' },
    })
  })

  test('draw_giveaway is for the host (NOFND), signed in (42501), at a human pace (RTLIM)', async () => {
    const giveaway = await openGiveaway(market, show)
    for (const stranger of [ann, await market.newSeller()]) {
      expect(await failureOf(draw(market, { ...show, host: stranger }, giveaway))).toMatchObject({
        code: 'NOFND',
      })
    }
    expect(await failureOf(draw(market, { ...show, host: 'anon' }, giveaway))).toMatchObject({
      code: '42501',
    })
    await cancel(giveaway)
    const insistent = async () => {
      for (let turn = 0; turn < 40; turn++) await cancel(giveaway)
    }
    expect(await failureOf(insistent())).toMatchObject({ code: 'RTLIM' })
  })

  test('draw_giveaway comes by itself a minute after the time, whatever the host does', async () => {
    const giveaway = await openGiveaway(market, show, { p_seconds: 15 })
    await enter(market, ann, giveaway)
    await age(market, giveaway, 70)
    await market.db.sql`select private.engage()`
    expect((await snapshot(ann)).engagement.giveaway).toMatchObject({ status: 'open' })
    await age(market, giveaway, 10)
    await market.db.sql`select private.engage()`
    expect((await snapshot(ann)).engagement.giveaway).toMatchObject({
      status: 'drawn',
      you: { won: true },
    })
  })
})

describe('calling off', () => {
  test('cancel_giveaway ends it for everybody to see, with its seed and without a winner; again is harmless', async () => {
    const giveaway = await openGiveaway(market, show)
    await enter(market, ann, giveaway)
    const result = await cancel(giveaway)
    expect(result).toMatchObject({ status: 'cancelled', winner: null, entries: 1 })
    expect(result.seed).toMatch(/^[0-9a-f]{64}$/)
    expect(await cancel(giveaway)).toEqual(result)
    expect((await giveawayEvents(market, show)).at(-1)?.payload).toMatchObject({
      status: 'cancelled',
    })
  })

  test('cancel_giveaway is not a way to take a prize back (STATE), and the host’s alone (NOFND)', async () => {
    const result = await drawn(ann)
    expect(await failureOf(cancel(result))).toMatchObject({
      code: 'STATE',
      detail: { status: 'drawn' },
    })
    expect(await failureOf(cancel(result, ann))).toMatchObject({ code: 'NOFND' })
    expect(await failureOf(cancel(result, 'anon'))).toMatchObject({ code: '42501' })
  })

  test('cancel_giveaway comes with the end of the show', async () => {
    const giveaway = await openGiveaway(market, show)
    await enter(market, ann, giveaway)
    await call(market.db, show.host, 'end_show', { p_show_id: show.id })
    expect((await snapshot(ann)).engagement.giveaway).toMatchObject({
      status: 'cancelled',
      winner: null,
    })
    expect(await failureOf(draw(market, show, giveaway))).toMatchObject({ code: 'STATE' })
  })
})

test('my_prizes lists what the caller has won, and nobody else’s', async () => {
  const result = await drawn(kim)
  const prizes = (caller: string) =>
    call<{ giveaway_id: string; prize: string }[]>(market.db, caller, 'my_prizes')
  expect((await prizes(kim))[0]).toMatchObject({
    giveaway_id: result.id,
    prize: 'A signed print',
    show_id: show.id,
    shop_name: 'A shop',
  })
  const told = await market.db.as(
    kim,
    (tx) =>
      tx`select kind, title, subject from public.notifications where kind = 'giveaway_won' order by created_at desc limit 1`,
  )
  expect(told).toEqual([
    {
      kind: 'giveaway_won',
      title: 'You won: A signed print',
      subject: { show_id: show.id, giveaway_id: result.id },
    },
  ])
  expect((await prizes(ann)).map(({ giveaway_id }) => giveaway_id)).not.toContain(result.id)
  expect(await failureOf(prizes('anon'))).toMatchObject({ code: '42501' })
})
