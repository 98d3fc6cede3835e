/** Bidders who give up while they wait for their turn, and a server without a free connection. */
import type { Sql } from 'postgres'
import type { Attempt } from '../seat.ts'
import { Seat } from '../seat.ts'
import { acceptedIn, bidWithoutPause, type Fault, type Load, until } from './fault.ts'

/** Holds an auction's queue until released, as a stalled writer would. */
async function holdQueue(sql: Sql, auction: string): Promise<() => Promise<void>> {
  const connection = await sql.reserve()
  await connection`select pg_advisory_lock(uuid_hash_extended(${auction}::uuid, 0))`
  return async () => {
    await connection`select pg_advisory_unlock(uuid_hash_extended(${auction}::uuid, 0))`
    connection.release()
  }
}

/** A third runs into its statement timeout, a third is cancelled, the rest wait; then the queue moves on. */
export const cancelledInQueue: Fault = {
  name: 'cancelled-in-queue',
  size: { seats: 24, bidders: 24 },
  async run({ room, server, tally, scale }) {
    const { admin, name } = room.market.db
    const url = server.url('authenticator', name)
    const rounds = Math.max(2, Math.round(15 * scale))
    let [stopped, accepted] = [0, 0]
    for (let round = 0; round < rounds; round += 1) {
      const auction = await room.shortAuction({ lasts: 3_600_000 })
      const impatient = Array.from({ length: 8 }, () => new Seat(url, { statementTimeoutMs: 300 }))
      await Promise.all(impatient.map((seat) => seat.connect()))
      const patient = room.seats.slice(0, 16)
      const victims = await Promise.all(patient.slice(0, 8).map((seat) => seat.backend()))
      const release = await holdQueue(admin, auction)
      const attempts: Attempt[] = []
      const bidding = [...impatient, ...patient].map(async (seat, index) => {
        const bidder = room.bidders[index] ?? ''
        attempts.push(await seat.bid({ auction, bidder, amount: 1000 + index * 200 }))
      })
      await until('the queue', () => waitingIn(admin, 16))
      await admin`select pg_cancel_backend(pid) from unnest(${victims}::int[]) v (pid)`
      await until('the timeouts', () => attempts.length >= 16)
      await release()
      await Promise.all(bidding)
      for (const { answer } of attempts) {
        if (answer.kind === 'error' && answer.code !== '57014')
          tally.violation(`a bid got ${answer.code}`)
        if (answer.kind === 'unknown') tally.violation(`a connection was lost: ${answer.message}`)
        if (answer.kind === 'error') stopped += 1
      }
      accepted += acceptedIn(attempts)
      if (acceptedIn(attempts) === 0)
        tally.violation('nobody behind the cancelled ones got through')
      await room.settle(attempts)
      await room.market.forgetRates()
      await Promise.all(impatient.map((seat) => seat.close()))
      tally.add({ faults: 1 })
    }
    return `${rounds} queues: ${stopped} bids gave up, ${accepted} behind them were accepted`
  },
}

async function waitingIn(admin: Sql, count: number): Promise<boolean> {
  const [row] = await admin<{ waiting: number }[]>`
    select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and wait_event = 'advisory'`
  return (row?.waiting ?? 0) >= count
}

/** Somebody takes every connection: newcomers get a clear error, those inside go on, and all is well afterwards. */
export const connectionsExhausted: Fault = {
  name: 'connections-exhausted',
  size: { seats: 16, bidders: 16 },
  async run({ room, tally, server }) {
    const load: Load = {
      auction: await room.shortAuction({ lasts: 3_600_000, ladder: 'live' }),
      attempts: [],
      over: false,
    }
    const bidding = bidWithoutPause(room, load)
    await until('bids', () => acceptedIn(load.attempts) > 10)
    const crowd: Seat[] = []
    const refusals: string[] = []
    while (refusals.length < 10) {
      const seat = new Seat(server.url('authenticator', room.market.db.name))
      const code = await seat.connect().then(
        () => null,
        (error: unknown) => String(Reflect.get(Object(error), 'code')),
      )
      if (code === null) crowd.push(seat)
      else refusals.push(code)
    }
    for (const code of refusals) if (code !== '53300') tally.violation(`a newcomer got ${code}`)
    const during = acceptedIn(load.attempts)
    await until('bids of those inside', () => acceptedIn(load.attempts) > during + 10)
    await Promise.all(crowd.map((seat) => seat.close()))
    const newcomer = new Seat(server.url('authenticator', room.market.db.name))
    await until('a free connection', () =>
      newcomer.connect().then(
        () => true,
        () => false,
      ),
    )
    await newcomer.close()
    load.over = true
    await bidding
    for (const { answer } of load.attempts) {
      if (answer.kind !== 'reply') tally.violation(`a bid got ${answer.message}`)
    }
    await room.settle(load.attempts)
    tally.add({ faults: 1 })
    return `${crowd.length} connections taken, ${refusals.length} newcomers refused with 53300, ${acceptedIn(load.attempts)} bids accepted meanwhile`
  },
}
