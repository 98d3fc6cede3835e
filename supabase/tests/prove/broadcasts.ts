/** A hundred bids in a second make no hundred broadcasts, and the last one shows the end. */
import { startScratchServer } from '../../local/postgres/scratch.ts'
import { diceOf } from './dice.ts'
import { openRoom, type Room } from './room.ts'
import type { Attempt } from './seat.ts'
import type { Tally } from './tally.ts'

const BIDS = 100
/** One in 100 ms, the first, and the last of the queue. */
const ALLOWED = 12

export interface BroadcastOptions {
  seed: number
  rounds: number
}

export async function runBroadcasts(
  tally: Tally,
  { seed, rounds }: BroadcastOptions,
): Promise<void> {
  const server = await startScratchServer()
  try {
    const room = await openRoom(server, { seats: BIDS, bidders: BIDS }, tally)
    const [queued, spread]: [number[], number[]] = [[], []]
    for (let round = 0; round < rounds; round += 1) {
      const again = `npm run prove -- broadcasts --seed ${seed + round}`
      tally.begin('broadcasts queued', again)
      queued.push(await storm(room, seed + round, 0))
      tally.begin('broadcasts spread', again)
      spread.push(await storm(room, seed + round, 1000))
      await room.market.forgetRates()
      tally.add({ cases: 2 })
    }
    await room.close()
    console.log(
      `broadcasts ${BIDS} bids: ${range(queued)} announcements when they queue, ${range(spread)} spread over a second`,
    )
  } finally {
    await server.stop()
  }
}

const range = (values: readonly number[]) => `${Math.min(...values)} to ${Math.max(...values)}`

/** All bids within so many milliseconds. Resolves with the announcements that came of them. */
async function storm(room: Room, seed: number, within: number): Promise<number> {
  const dice = diceOf(seed)
  const { admin } = room.market.db
  const auction = await room.shortAuction({ lasts: 3_600_000, ladder: 'live' })
  const attempts: Attempt[] = []
  // Held back until all stand in line: then they are as fast as the database can be.
  const gate = within === 0 ? await admin.reserve() : null
  if (gate) await gate`select pg_advisory_lock(uuid_hash_extended(${auction}::uuid, 0))`
  const start = performance.now()
  const bidding = room.seats.map(async (seat, index) => {
    await new Promise((resolve) => setTimeout(resolve, dice.between(0, within)))
    const bidder = room.bidders[index] ?? ''
    attempts.push(
      await seat.bid({ auction, bidder, amount: 1000 + dice.between(0, 60) * 1000 + index }),
    )
  })
  if (gate) {
    await lineUp(room)
    await gate`select pg_advisory_unlock(uuid_hash_extended(${auction}::uuid, 0))`
    gate.release()
  }
  const from = gate ? performance.now() : start
  await Promise.all(bidding)
  const seconds = (performance.now() - from) / 1000
  const [before] = await admin<{ count: number }[]>`
    select count(*)::int from realtime.messages where topic = ${`auction:${auction}`} and event = 'auction'`
  // Less the opening's own.
  const announced = (before?.count ?? 0) - 1
  // Bids that queue are announced together; a bid that nobody stands behind is announced at once.
  if (gate && announced > ALLOWED * Math.max(1, seconds)) {
    room.tally.violation(
      `${announced} announcements of ${BIDS} queued bids in ${seconds.toFixed(2)} s`,
    )
  }
  // Ticks once and insists that the head of the ledger has been announced.
  await room.settle(attempts)
  return announced
}

async function lineUp(room: Room): Promise<void> {
  const deadline = Date.now() + 30_000
  for (;;) {
    const [row] = await room.market.db.admin<{ waiting: number }[]>`
      select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event = 'advisory'`
    if (row?.waiting === BIDS) return
    if (Date.now() > deadline) throw new Error(`only ${row?.waiting} of ${BIDS} bids stand in line`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
