/** Processes that die while bids are being answered. */
import { newKey } from '../room.ts'
import type { Attempt } from '../seat.ts'
import {
  acceptedIn,
  askAgain,
  bidWithoutPause,
  type Fault,
  type FaultContext,
  type Load,
  pause,
  until,
} from './fault.ts'

const CONNECTIONS = 32
/** Enough that nobody is held up by a rate limit. */
const BIDDERS = 160

interface Outcome {
  acknowledged: number
  /** Of all rounds so far. */
  unknownLanded: number
  unknownLost: number
}

function report(outcomes: readonly Outcome[]): string {
  const acknowledged = outcomes.reduce((sum, outcome) => sum + outcome.acknowledged, 0)
  const { unknownLanded = 0, unknownLost = 0 } = outcomes.at(-1) ?? {}
  return `${outcomes.length} times: ${acknowledged} bids acknowledged, ${unknownLanded + unknownLost} without an answer, of which ${unknownLanded} are in the ledger`
}

/** Bids until `enough` were accepted, then `strike`, then `recover`; all bids with an unknown end are asked for again. */
async function underLoad(
  context: FaultContext,
  enough: number,
  strike: () => Promise<void>,
  recover: () => Promise<void>,
): Promise<Outcome> {
  const { room } = context
  const load: Load = {
    auction: await room.shortAuction({ lasts: 3_600_000, ladder: 'live' }),
    attempts: [],
    over: false,
  }
  const bidding = bidWithoutPause(room, load)
  await until('enough bids', () => acceptedIn(load.attempts) >= enough)
  await strike()
  const atStrike = acceptedIn(load.attempts)
  await recover()
  await until('bids after the fault', () => acceptedIn(load.attempts) > atStrike + 5)
  load.over = true
  await bidding
  await room.market.forgetRates()
  const again = await askAgain(room, load.attempts)
  const { unknownLanded, unknownLost } = await room.settle([...load.attempts, ...again])
  const errors = load.attempts.filter(({ answer }) => answer.kind === 'error')
  for (const { answer } of errors) {
    if (answer.kind === 'error') room.tally.violation(`a bid got ${answer.code}: ${answer.message}`)
  }
  context.tally.add({ faults: 1 })
  return { acknowledged: acceptedIn(load.attempts), unknownLanded, unknownLost }
}

const killed = (what: 'postmaster' | 'everything'): Fault => ({
  name: `kill-9-${what}`,
  size: { seats: CONNECTIONS, bidders: BIDDERS },
  async run(context) {
    const { server, dice, scale } = context
    const rounds = Math.max(1, Math.round(5 * scale))
    const outcomes: Outcome[] = []
    for (let round = 0; round < rounds; round += 1) {
      outcomes.push(
        await underLoad(
          context,
          dice.between(40, 160),
          () => server.kill(what),
          () => server.restart(),
        ),
      )
    }
    return report(outcomes)
  },
})

export const killPostmaster = killed('postmaster')
export const killEverything = killed('everything')

/** The postmaster answers the loss of one backend by restarting all of them. */
export const killBackend: Fault = {
  name: 'kill-9-backend',
  size: { seats: CONNECTIONS, bidders: BIDDERS },
  async run(context) {
    const { room, dice, scale } = context
    const rounds = Math.max(1, Math.round(5 * scale))
    const outcomes: Outcome[] = []
    for (let round = 0; round < rounds; round += 1) {
      const strike = async () => {
        const seat = dice.pick(room.seats)
        const [victim] = await room.market.db.admin<{ pid: number }[]>`
          select pid from pg_stat_activity
          where datname = current_database() and query like '%place_bid%' and state = 'active' and pid <> pg_backend_pid()
          order by random() limit 1`
        process.kill(victim?.pid ?? (await seat.backend()), 'SIGKILL')
      }
      const back = () =>
        until('the server', () =>
          room.market.db.admin`select 1`.then(
            () => true,
            () => false,
          ),
        )
      outcomes.push(await underLoad(context, dice.between(40, 160), strike, back))
    }
    return report(outcomes)
  },
}

/** What a pooler or an operator does: the backend ends, the others go on. */
export const terminateBackends: Fault = {
  name: 'terminate-backends',
  size: { seats: CONNECTIONS, bidders: BIDDERS },
  async run(context) {
    const { room, scale } = context
    const strikes = Math.max(5, Math.round(40 * scale))
    const outcome = await underLoad(
      context,
      40,
      async () => {
        for (let strike = 0; strike < strikes; strike += 1) {
          await room.market.db.admin`
            select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and usename = 'authenticator' and query like '%place_bid%' and state = 'active'
            order by random() limit 2`
          await pause(20)
        }
      },
      () => Promise.resolve(),
    )
    return report([outcome])
  },
}

/** A phone in a tunnel: the question arrives, the answer does not, and the app asks again while the first one still runs. */
export const clientsGone: Fault = {
  name: 'clients-gone',
  size: { seats: 12, bidders: 60 },
  async run({ room, tally, dice, scale }) {
    const rounds = Math.max(4, Math.round(40 * scale))
    let [landed, lost] = [0, 0]
    for (let round = 0; round < rounds; round += 1) {
      const auction = await room.shortAuction({ lasts: 3_600_000, ladder: 'live' })
      const attempts: Attempt[] = []
      await Promise.all(
        room.seats.map(async (seat, index) => {
          for (let turn = 0; turn < 4; turn += 1) {
            const bidder = room.bidders[(index * 4 + turn) % room.bidders.length] ?? ''
            const amount = 1000 + turn * 2000 + dice.between(0, 30) * 100
            const bid = { auction, bidder, amount, key: newKey() }
            const first = await seat.bid({ ...bid, hangUpAfterMs: dice.between(0, 12) })
            const second = await seat.bid(bid)
            attempts.push(first, second)
          }
        }),
      )
      const again = await askAgain(room, attempts)
      const told = await room.settle([...attempts, ...again])
      ;[landed, lost] = [told.unknownLanded, told.unknownLost]
      await room.market.forgetRates()
      tally.add({ faults: 1 })
    }
    if (landed === 0)
      tally.violation('no bid was accepted whose sender had gone: this shows nothing')
    return `${landed + lost} connections cut after the question: ${landed} bids are in the ledger, each once`
  },
}
