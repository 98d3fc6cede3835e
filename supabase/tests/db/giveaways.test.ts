/** Giveaways: opening, calling off, and what was won. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import {
  arrive,
  closeEntries,
  draw,
  enter,
  type Giveaway,
  giveawayEvents,
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
