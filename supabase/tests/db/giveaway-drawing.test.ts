/** Drawing a giveaway: when, among whom, and what everybody sees of it. */
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
