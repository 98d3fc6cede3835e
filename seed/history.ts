/** Past sales: shows and auctions that run to their end in seconds, so that orders and ledgers are genuine. */
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { assertDone, dataOf } from './call.ts'
import { assertMaySeed, KEEPER, stageOf } from './marker.ts'
import { listAccounts, type Market, openMarket } from './market.ts'
import { emailOf, PEOPLE } from './personas.ts'
import { PAST_AUCTIONS, PAST_SHOWS } from './scenarios/ended.ts'
import type { PastShowScript } from './scenarios/script.ts'
import { runTimed, setStage } from './seed.ts'
import { placeBids } from './steps/auctions.ts'
import { ensureCategories, productId } from './steps/catalog.ts'
import { ensureProfile } from './steps/people.ts'
import { chat, ensureScheduled, goLive, lotsOf, showId } from './steps/shows.ts'
import { SeedRefused, type SeedTarget } from './target.ts'

const snapshot = z.object({ status: z.string(), ends_at: z.string(), server_time: z.string() })
/** After the end by the server's clock, so that the close is not refused as early. */
const GRACE_MS = 100

/** Waits for the auction's end and closes it, unless the tick was there first. */
async function awaitEnd(market: Market, by: string, id: string): Promise<void> {
  const client = await market.as(by)
  const read = async () =>
    snapshot.parse(
      dataOf(`state of ${id}`, await client.rpc('auction_snapshot', { p_auction_id: id })),
    )
  let state = await read()
  while (state.status === 'live') {
    const left = Date.parse(state.ends_at) - Date.parse(state.server_time)
    if (left > 0) await wait(left + GRACE_MS)
    else assertDone(`close of ${id}`, await client.rpc('close_auction', { p_auction_id: id }))
    state = await read()
  }
}

async function playShow(
  market: Market,
  script: PastShowScript,
  categories: Map<string, string>,
): Promise<void> {
  const status = await ensureScheduled(market, script, new Date(), categories)
  if (status === 'ended') return
  await goLive(market, script, status)
  await chat(market, script)
  const host = await market.as(script.host)
  const lots = await lotsOf(market, script)
  for (const lot of script.lots) {
    const row = lots.find((each) => each.productId === productId(lot.product))
    if (!row) throw new Error(`${script.key} lacks ${lot.product}`)
    if (row.status === 'scheduled') {
      assertDone(`opening of ${lot.product}`, await host.rpc('open_lot', { p_auction_id: row.id }))
      await placeBids(market, row.id, lot.bids)
    }
    await awaitEnd(market, script.host, row.id)
  }
  assertDone(`end of ${script.key}`, await host.rpc('end_show', { p_show_id: showId(script.key) }))
}

async function playAuctions(market: Market): Promise<void> {
  const ids = await runTimed(market, PAST_AUCTIONS)
  await Promise.all(ids.map((id) => awaitEnd(market, 'ben', id)))
}

async function dressUp(market: Market, ids: Map<string, string>): Promise<void> {
  for (const person of PEOPLE.filter(({ shop, banned }) => !shop && !banned)) {
    const id = ids.get(emailOf(person.name))
    if (id) await ensureProfile(market, person, id)
  }
}

/**
 * Plays the past sales, some half a minute. Harmless to repeat: what an earlier run finished is left alone.
 * @returns false when there was nothing left to do.
 * @throws {SeedRefused} where `seed` has not been.
 */
export async function seedHistory(target: SeedTarget): Promise<boolean> {
  const market = openMarket(target)
  const accounts = await listAccounts(market.operator)
  assertMaySeed(target, accounts)
  const stage = stageOf(accounts)
  if (stage === 'complete') return false
  if (stage !== 'ready') throw new SeedRefused('Past sales need the demo data first: npm run seed')
  const ids = new Map(accounts.map(({ email, id }) => [email ?? '', id]))
  const categories = await ensureCategories(market)
  await dressUp(market, ids)
  await Promise.all([
    playAuctions(market),
    ...PAST_SHOWS.map((script) => playShow(market, script, categories)),
  ])
  await setStage(market, ids.get(emailOf(KEEPER)) ?? '', 'complete')
  return true
}
