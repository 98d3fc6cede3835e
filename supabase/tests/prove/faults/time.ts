/** A clock that does not tick, clients whose clocks are wrong, and a transaction that never ends. */
import { createServerClock } from '../../../../web/lib/clock.ts'
import { rowOf } from '../room.ts'
import type { Attempt } from '../seat.ts'
import { acceptedIn, bidWithoutPause, type Fault, type Load, pause } from './fault.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

/** No tick for a minute: deadlines hold all the same, and one tick or any caller makes up for it. */
export const deadTicker: Fault = {
  name: 'dead-ticker',
  size: { seats: 12, bidders: 12 },
  async run({ room, tally, dice, scale }) {
    const outage = Math.max(3000, MINUTE_MS * scale)
    const [due, scheduled]: [string[], string[]] = [[], []]
    for (let made = 0; made < 40; made += 1) {
      const lasts = dice.between(200, Math.round(outage / 2))
      due.push(await room.shortAuction({ lasts, softClose: dice.pick([0, 1]), hardEndAfter: 500 }))
    }
    for (let made = 0; made < 10; made += 1) {
      scheduled.push(await room.shortAuction({ lasts: HOUR_MS, unopened: true }))
    }
    const attempts: Attempt[] = []
    const end = performance.now() + outage
    await Promise.all(
      room.seats.map(async (seat, index) => {
        // The last two scheduled ones nobody wants: the tick has to open them.
        const wanted = [...due, ...scheduled.slice(0, 8)]
        while (performance.now() < end) {
          const bidder = room.bidders[index] ?? ''
          const bid = {
            auction: dice.pick(wanted),
            bidder,
            amount: 1000 + dice.between(0, 300) * 50,
          }
          attempts.push(await seat.bid(bid))
          await pause(250)
        }
      }),
    )
    const statuses = async () => Promise.all(due.map(async (id) => (await rowOf(room, id)).status))
    const before = (await statuses()).filter((status) => status !== 'live').length
    if (before > 0) tally.violation(`${before} closed although nothing ticked`)
    for (const id of due.slice(0, 10)) {
      await room.seats[0]?.call(room.bidders[0] ?? '', 'close_auction', { p_auction_id: id })
    }
    await room.market.db.sql`select private.tick()`
    const open = (await statuses()).filter((status) => status === 'live').length
    if (open > 0) tally.violation(`${open} due auctions open after the first tick`)
    for (const id of scheduled) {
      const { status } = await rowOf(room, id)
      if (status !== 'live')
        tally.violation(`a scheduled auction is ${status} after the first tick`)
    }
    await room.settle(attempts)
    tally.add({ faults: 1 })
    return `${outage / 1000} s without a tick: 10 closed by a caller, 30 by the first tick, ${scheduled.length} opened`
  },
}

/** A device that is an hour off, and one whose user sets its clock meanwhile: both see the server's time. */
export const wrongClocks: Fault = {
  name: 'wrong-client-clocks',
  size: { seats: 2, bidders: 2 },
  async run({ room, tally }) {
    const { sql } = room.market.db
    const readServerTime = async (): Promise<string> => {
      const [row] = await sql<{ at: string }[]>`select to_json(public.server_time()) #>> '{}' as at`
      return row?.at ?? ''
    }
    const errors: number[] = []
    const attempts: Attempt[] = []
    for (const skew of [HOUR_MS, -HOUR_MS]) {
      let shift = skew
      const clock = createServerClock({ readServerTime, wall: () => Date.now() + shift })
      for (let sample = 0; sample < 8; sample += 1) {
        const sentAt = clock.monotonic()
        clock.observe(await readServerTime(), sentAt, clock.monotonic())
        shift += 60_000
      }
      const before = clock.now()
      const truth = Date.parse(await readServerTime())
      const after = clock.now()
      const slack = (clock.rttMs() ?? Infinity) + 1
      if (before > truth + slack || after < truth - slack) {
        tally.violation(`skewed by ${skew} ms, the clock says ${before} to ${after} at ${truth}`)
      }
      errors.push(Math.abs((before + after) / 2 - truth))
      // The end that such a client counts down to is the server's.
      const auction = await room.shortAuction({ lasts: 700, softClose: 0 })
      const end = Date.parse((await room.market.snapshot(auction)).ends_at ?? '')
      const bidder = room.bidders[0] ?? ''
      const bid = async (amount: number) => {
        const attempt = await room.seats[0]?.bid({ auction, bidder, amount })
        if (attempt) attempts.push(attempt)
        return attempt?.answer.kind === 'reply' ? attempt.answer.reply : null
      }
      const early = await bid(1000)
      const earlyAt = Date.parse(early?.server_time ?? '')
      if (earlyAt < end && early?.outcome !== 'leading') tally.violation(`early and ${early?.code}`)
      while (clock.now() < end + slack) await pause(5)
      const late = await bid(5000)
      if (late?.code !== 'LATEB')
        tally.violation(`late by the server's clock, and ${late?.outcome}`)
    }
    await room.settle(attempts)
    tally.add({ faults: errors.length })
    return `an hour off in both directions: ${errors.map((error) => error.toFixed(1)).join(' and ')} ms from the server's time`
  },
}

/** A report that runs for a minute keeps the dead rows of others alive; the ledger has none. */
export const heldSnapshot: Fault = {
  name: 'held-snapshot',
  size: { seats: 8, bidders: 320 },
  async run({ room, tally, scale }) {
    const span = Math.max(2000, 15_000 * scale)
    const attempts: Attempt[] = []
    const auction = await room.shortAuction({ lasts: HOUR_MS, ladder: 'live' })
    const measure = async (): Promise<number> => {
      const load: Load = { auction, attempts: [], over: false }
      const start = performance.now()
      const bidding = bidWithoutPause(room, load)
      await pause(span)
      load.over = true
      await bidding
      attempts.push(...load.attempts)
      return acceptedIn(load.attempts) / ((performance.now() - start) / 1000)
    }
    await measure()
    const free = await measure()
    const held: number[] = []
    const connection = await room.market.db.admin.reserve()
    try {
      await connection`begin isolation level repeatable read`
      await connection`select count(*) from private.auction_events`
      // Four spans: the last ones have most to suffer from.
      for (let turn = 0; turn < 4; turn += 1) held.push(await measure())
      await connection`commit`
    } finally {
      connection.release()
    }
    const freeAgain = await measure()
    await room.settle(attempts)
    tally.add({ faults: 1 })
    const ratio = (held.at(-1) ?? 0) / ((free + freeAgain) / 2)
    return `held for ${(4 * span) / 1000} s: ${ratio.toFixed(2)} of the accepted bids per second without it (${free.toFixed(0)}/s before, ${held.map((rate) => rate.toFixed(0)).join(', ')}/s held, ${freeAgain.toFixed(0)}/s after)`
  },
}
