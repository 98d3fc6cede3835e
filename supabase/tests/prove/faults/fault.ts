import type { Dice } from '../dice.ts'
import { newKey, type Room } from '../room.ts'
import { type Attempt, isAccepted } from '../seat.ts'
import type { Tally } from '../tally.ts'
import type { MortalServer } from './server.ts'

export interface FaultContext {
  tally: Tally
  dice: Dice
  server: MortalServer
  room: Room
  /** 1 for the full run; smaller ones wait less long and repeat less often. */
  scale: number
}

/** Something that breaks. Returns a line for the report: what happened and what came of it. */
export interface Fault {
  name: string
  size: { seats: number; bidders: number }
  run(context: FaultContext): Promise<string>
}

/** A bidder's bucket refills with five a second. */
const RATE_PAUSE_MS = 200

const LEAPS = [0, 700, 2300, 0, 5100]

export interface Load {
  auction: string
  attempts: Attempt[]
  /** True ends it: each bidder stops after the answer that it waits for. */
  over: boolean
}

/** Every seat bids without a pause, its bidders in turn, until the load is over. Lost connections are made anew. */
export async function bidWithoutPause(room: Room, load: Load): Promise<void> {
  await Promise.all(
    room.seats.map(async (seat, index) => {
      let amount = 1000
      for (let turn = index; !load.over; turn += room.seats.length) {
        const bidder = room.bidders[turn % room.bidders.length] ?? ''
        const attempt = await seat.bid({ auction: load.auction, bidder, amount, key: newKey() })
        if (attempt.answer.kind !== 'unsent') load.attempts.push(attempt)
        if (attempt.answer.kind === 'reply') {
          const { min_bid_cents, your_max_cents, code } = attempt.answer.reply
          // Some way above the minimum, which others have raised by the time that this bid arrives.
          const reach = LEAPS[turn % LEAPS.length] ?? 0
          amount = Math.max(min_bid_cents + reach, (your_max_cents ?? 0) + 1)
          if (code === 'RTLIM') await pause(RATE_PAUSE_MS)
        } else await pause(20)
      }
    }),
  )
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Resolves when `holds` does; rejects after a minute. */
export async function until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + 60_000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited a minute for ${what}`)
    await pause(20)
  }
}

/** Asks again, with the same key and arguments, for every bid whose answer was lost: now, and once more. */
export async function askAgain(room: Room, attempts: readonly Attempt[]): Promise<Attempt[]> {
  const again: Attempt[] = []
  const lost = attempts.filter(({ answer }) => answer.kind === 'unknown')
  for (const [index, attempt] of lost.entries()) {
    const seat = room.seats[index % room.seats.length]
    if (!seat) throw new Error('no seat')
    const { auction, bidder, amount, isMax, key } = attempt
    const [wasThere] = await room.market.db.admin<{ seq: number }[]>`
      select e.seq from private.auction_events e where e.bidder_id = ${bidder} and e.idempotency_key = ${key}`
    const first = await seat.bid({ auction, bidder, amount, isMax, key })
    const second = await seat.bid({ auction, bidder, amount, isMax, key })
    again.push(first, second)
    const [one, two] = [factsOf(first), factsOf(second)]
    const isRefused = one.startsWith('refused')
    if (wasThere && isRefused)
      room.tally.violation(`asked again for ${key}, in the ledger, and got ${one}`)
    if (!isRefused && one !== two)
      room.tally.violation(`asked twice for ${key}: ${one}, then ${two}`)
  }
  return again
}

function factsOf({ answer }: Attempt): string {
  if (answer.kind !== 'reply') return answer.message
  const { outcome, seq, head } = answer.reply
  return outcome === 'refused' ? `refused ${answer.reply.code}` : `${outcome} ${seq} ${head}`
}

export const acceptedIn = (attempts: readonly Attempt[]): number =>
  attempts.filter(isAccepted).length
