/** The part of the demo that `npm start` waits for: everything that can be looked at. */
import { assertDone } from './call.ts'
import { assertMaySeed, KEEPER, markOf, type Stage, stageOf } from './marker.ts'
import { listAccounts, type Market, openMarket } from './market.ts'
import { PEOPLE } from './personas.ts'
import type { SeedReport } from './report.ts'
import { PAST_AUCTIONS, PAST_SHOWS } from './scenarios/ended.ts'
import { LIVE_SHOW, OPENING_BIDS, OPENING_SECONDS } from './scenarios/live.ts'
import type { TimedScript } from './scenarios/script.ts'
import { TIMED_AUCTIONS, UNOFFERED } from './scenarios/timed.ts'
import { UPCOMING_SHOWS, type UpcomingScript } from './scenarios/upcoming.ts'
import { buyUnits, ensureTimed, ensureWatches, placeBids } from './steps/auctions.ts'
import { ensureAddress, ensureCard } from './steps/cards.ts'
import { ensureCategories, ensureProducts } from './steps/catalog.ts'
import { ensurePeople, ensureProfile, ensureShop } from './steps/people.ts'
import { chat, ensureScheduled, goLive, lotsOf } from './steps/shows.ts'
import type { SeedTarget } from './target.ts'

const HOUR_MS = 3_600_000
/** Whom the README names as buyers with a card; it is a real one to Stripe. */
const CARD_HOLDERS = new Set(['bea', 'bob', 'kim'])

export async function setStage(market: Market, keeperId: string, stage: Stage): Promise<void> {
  const app_metadata = markOf(stage)
  const done = await market.operator.auth.admin.updateUserById(keeperId, { app_metadata })
  assertDone(`mark "${stage}"`, done)
}

/** Everything a seller offers, by whatever road. */
function shelfOf(seller: string): string[] {
  const shows = [LIVE_SHOW, ...UPCOMING_SHOWS, ...PAST_SHOWS].filter(({ host }) => host === seller)
  const timed = [...TIMED_AUCTIONS, ...PAST_AUCTIONS, ...UNOFFERED]
  return [
    ...shows.flatMap(({ lots }) => lots.map(({ product }) => product)),
    ...timed.filter((each) => each.seller === seller).map(({ product }) => product),
  ]
}

/** Today (or in some days) at an hour of this machine's clock; never less than an hour away. */
export function startOf(
  { inDays, atHour }: Pick<UpcomingScript, 'inDays' | 'atHour'>,
  now = new Date(),
): Date {
  const at = new Date(now)
  at.setDate(at.getDate() + inDays)
  at.setHours(atHour, 0, 0, 0)
  if (at.getTime() - now.getTime() < HOUR_MS) at.setDate(at.getDate() + 1)
  return at
}

export interface SeedOptions {
  /** How long the live show's first lot stays open. Default: as long as the rules allow. */
  openingSeconds?: number
}

async function fillShops(
  market: Market,
  ids: Map<string, string>,
  options: SeedOptions,
): Promise<void> {
  const categories = await ensureCategories(market)
  const sellers = PEOPLE.filter(({ shop }) => shop)
  await Promise.all(
    sellers.map(async (person) => {
      const id = ids.get(person.name) ?? ''
      await ensureShop(market, person, id)
      await Promise.all([
        ensureProfile(market, person, id),
        ensureProducts(market, person.name, shelfOf(person.name), categories),
      ])
    }),
  )
  await Promise.all([
    ...PEOPLE.filter(({ name }) => CARD_HOLDERS.has(name)).map(async (person) => {
      await ensureAddress(market, person)
      await ensureCard(market, person)
    }),
    openLiveShow(market, categories, options.openingSeconds ?? OPENING_SECONDS),
    ...UPCOMING_SHOWS.map(async (script) => {
      await ensureScheduled(market, script, startOf(script), categories)
      await chat(market, script)
    }),
    runTimed(market, TIMED_AUCTIONS),
  ])
}

async function openLiveShow(
  market: Market,
  categories: Map<string, string>,
  openingSeconds: number,
): Promise<void> {
  const status = await ensureScheduled(market, LIVE_SHOW, new Date(), categories)
  await goLive(market, LIVE_SHOW, status)
  const [first] = await lotsOf(market, LIVE_SHOW)
  if (!first) throw new Error('The live show has no lots')
  if (first.status === 'scheduled') {
    const host = await market.as(LIVE_SHOW.host)
    const opened = await host.rpc('open_lot', {
      p_auction_id: first.id,
      p_seconds: openingSeconds,
    })
    assertDone('opening of the first lot', opened)
  }
  await Promise.all([placeBids(market, first.id, OPENING_BIDS), chat(market, LIVE_SHOW)])
}

/** Also plays past auctions: they differ only in how soon they end. */
export async function runTimed(market: Market, scripts: TimedScript[]): Promise<string[]> {
  const entries = await Promise.all(
    scripts.map(async (script) => {
      const id = await ensureTimed(market, script)
      await placeBids(market, id, script.bids)
      await buyUnits(market, id, script.purchases ?? [])
      return { id, script }
    }),
  )
  const watchers = new Set(scripts.flatMap((script) => script.watchers))
  await Promise.all(
    [...watchers].map((name) => {
      const watched = entries.filter(({ script }) => script.watchers.includes(name))
      return ensureWatches(
        market,
        name,
        watched.map(({ id }) => id),
      )
    }),
  )
  return entries.map(({ id }) => id)
}

/**
 * Fills an empty local stack so that every page has something to show. A second run does nothing; one that was
 * interrupted is taken up where it stopped. Past sales take real time: `seedHistory` plays them afterwards.
 * @throws {SeedRefused} for anything but the local stack or a project this seed has filled before.
 */
export async function seed(target: SeedTarget, options: SeedOptions = {}): Promise<SeedReport> {
  const startedAt = performance.now()
  const market = openMarket(target)
  const accounts = await listAccounts(market.operator)
  assertMaySeed(target, accounts)
  const stage = stageOf(accounts)
  const report = (outcome: SeedReport['outcome']): SeedReport => ({
    outcome,
    people: PEOPLE.length,
    products: PEOPLE.reduce((sum, { name }) => sum + shelfOf(name).length, 0),
    shows: 1 + UPCOMING_SHOWS.length,
    auctions: TIMED_AUCTIONS.length,
    seconds: (performance.now() - startedAt) / 1000,
  })
  if (stage === 'ready' || stage === 'complete') return report('unchanged')
  const ids = await ensurePeople(market, accounts)
  const keeperId = ids.get(KEEPER) ?? ''
  await Promise.all([setStage(market, keeperId, 'started'), fillShops(market, ids, options)])
  await setStage(market, keeperId, 'ready')
  return report(stage === undefined ? 'filled' : 'resumed')
}
