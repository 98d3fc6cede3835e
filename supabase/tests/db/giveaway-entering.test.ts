/** Entering a giveaway: who may, once, and until when. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import {
  arrive,
  closeEntries,
  draw,
  enter,
  type Giveaway,
  giveawayEvents,
  goQuiet,
  openGiveaway,
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
