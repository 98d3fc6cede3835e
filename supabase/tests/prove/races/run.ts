/** Runs every race for its share of the time, each in a database of its own. */
import { startScratchServer } from '../../../local/postgres/scratch.ts'
import { diceOf } from '../dice.ts'
import { openRoom } from '../room.ts'
import type { Tally } from '../tally.ts'
import { lastMoment, mixedKey, sameKey, storm } from './bids.ts'
import {
  closeAgainstBid,
  endShowAgainstOpenLot,
  liveShow,
  manyClosers,
  openingBids,
  openLotTwice,
  withdrawal,
} from './lifecycle.ts'
import type { Race } from './race.ts'
import { buyNowAgainstBid, firstToAccept, unitsAgainstUnits } from './sales.ts'
import { secondChances } from './settlement.ts'
import { retractionAgainstBid } from './withdrawals.ts'

const races: readonly Race[] = [
  storm,
  lastMoment,
  sameKey,
  mixedKey,
  closeAgainstBid,
  manyClosers,
  openingBids,
  openLotTwice,
  endShowAgainstOpenLot,
  withdrawal,
  liveShow,
  buyNowAgainstBid,
  unitsAgainstUnits,
  firstToAccept,
  retractionAgainstBid,
  secondChances,
]

export interface RaceOptions {
  /** The first round's; each further one adds 1. */
  seed: number
  milliseconds: number
  /** Default: all of them. */
  only?: string | undefined
}

export async function runRaces(tally: Tally, options: RaceOptions): Promise<void> {
  const chosen = races.filter(({ name }) => options.only === undefined || name === options.only)
  const server = await startScratchServer()
  try {
    for (const race of chosen) {
      await runRace(server, race, tally, options.seed, options.milliseconds / chosen.length)
    }
  } finally {
    await server.stop()
  }
}

async function runRace(
  server: { port: number },
  race: Race,
  tally: Tally,
  firstSeed: number,
  milliseconds: number,
): Promise<void> {
  const room = await openRoom(server, race.size, tally)
  try {
    const deadline = performance.now() + milliseconds
    const before = { ...tally.counts, violations: tally.violations.length }
    let rounds = 0
    do {
      const seed = firstSeed + rounds
      tally.begin(`races ${race.name}`, `npm run prove -- races:${race.name} --seed ${seed}`)
      const attempts = await race.round(room, diceOf(seed))
      await room.settle(attempts)
      await room.market.forgetRates()
      tally.add({ cases: 1 })
      rounds += 1
    } while (performance.now() < deadline)
    await room.audit()
    const bids = tally.counts.bids - before.bids
    const found = tally.violations.length - before.violations
    console.log(`races      ${race.name}: ${rounds} rounds, ${bids} bids, violations ${found}`)
  } finally {
    await room.close()
  }
}
