/** What `place_bid` has answered survives the death of the server: a reply is a promise. */
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { dataDir } from '../../local/paths.ts'
import { isAlive } from '../../local/postgres/orphan.ts'
import { ensurePartitions } from '../../local/postgres/partitions.ts'
import { freePort } from '../../local/postgres/port.ts'
import { type PostgresServer, startPostgres } from '../../local/postgres/server.ts'
import { copyCluster, migratedCluster } from '../../local/postgres/template.ts'
import { type Market, openMarket } from '../support/market.ts'
import type { BidReply } from '../support/shapes.ts'
import { faultOf } from '../support/verify-ledger.ts'

const BIDDERS = 8
/** The server dies in the middle of all that: with this reply. */
const FATAL_REPLY = 60
const TAKE_UP = { timeout: 30_000, interval: 100 }

let folder: string
let server: PostgresServer
let market: Market

function start(port: number): Promise<PostgresServer> {
  return startPostgres({ dataDir: join(folder, 'cluster'), port, durable: true })
}

/** A connection of the bidder's own, which ends with the server. */
async function connectAs(bidder: string): Promise<pg.Client> {
  const connection = new pg.Client(server.url('authenticator', market.db.name))
  // The bid that waits for an answer learns of it, too.
  connection.on('error', () => undefined)
  await connection.connect()
  const claims = JSON.stringify({ sub: bidder, role: 'authenticated', aal: 'aal1' })
  await connection.query(
    `select set_config('role', 'authenticated', false), set_config('request.jwt.claims', $1, false)`,
    [claims],
  )
  return connection
}

/** One statement, one transaction: the answer comes when it is committed. */
async function bid(connection: pg.Client, auction: string, cents: number): Promise<BidReply> {
  const { rows } = await connection.query<{ reply: BidReply }>(
    'select public.place_bid($1, $2, true, $3) as reply',
    [auction, cents, randomUUID()],
  )
  const [row] = rows
  if (row === undefined) throw new Error('place_bid answered nothing')
  return row.reply
}

beforeAll(async () => {
  folder = join(dataDir(), 'scratch', `${process.pid}-${randomBytes(4).toString('hex')}`)
  await mkdir(folder, { recursive: true })
  await copyCluster(await migratedCluster(), join(folder, 'cluster'))
  server = await start(await freePort())
  await ensurePartitions(server.url('supabase_admin'))
  market = await openMarket(server)
})
afterAll(async () => {
  await market?.db.drop()
  await server?.stop('immediate')
  if (folder) await rm(folder, { recursive: true, force: true })
})

test('every acknowledged bid is in the ledger after kill -9 of a durable server, in a gapless, valid chain', async () => {
  const setting = await market.db.admin`show fsync`
  expect(setting[0]?.fsync).toBe('on')
  const auction = await market.auction()
  const bidders = await Promise.all(Array.from({ length: BIDDERS }, () => market.bidder()))
  const acknowledged: { bidder: string; reply: BidReply }[] = []
  let dead = false

  async function keepBidding(bidder: string): Promise<void> {
    const connection = await connectAs(bidder)
    for (let amount = 1_000; ; ) {
      const reply = await bid(connection, auction, amount).catch((error: unknown) => {
        // Only the death of the server excuses a missing answer.
        if (!dead) throw error
      })
      if (reply === undefined) return
      if (reply.outcome !== 'refused') acknowledged.push({ bidder, reply })
      if (acknowledged.length === FATAL_REPLY && !dead) {
        dead = true
        process.kill(server.pid, 'SIGKILL')
      }
      if (reply.code === 'RTLIM') await market.forgetRates()
      // To its leader the next bid is a raise of the own maximum.
      amount = Math.max(reply.min_bid_cents, (reply.your_max_cents ?? 0) + 1)
    }
  }
  await Promise.all(bidders.map(keepBidding))
  expect(acknowledged.length).toBeGreaterThanOrEqual(FATAL_REPLY)

  expect(await server.ended).toBe(false)
  expect(isAlive(server.pid)).toBe(false)
  // Backends that are still on their way out hold the shared memory for a moment.
  server = await vi.waitFor(() => start(server.port), TAKE_UP)

  const ledger = await market.ledger(auction)
  expect(ledger.map(({ seq }) => seq)).toEqual(ledger.map((_row, index) => index + 1))
  expect(faultOf(ledger)).toBeNull()
  const byHash = new Map(ledger.map((row) => [row.hash, row]))
  for (const { bidder, reply } of acknowledged) {
    const { you } = await market.snapshot(auction, bidder)
    expect(you?.max_cents).toBeGreaterThanOrEqual(reply.your_max_cents ?? Number.POSITIVE_INFINITY)
    expect(byHash.get(reply.head ?? '')).toMatchObject({
      seq: reply.seq,
      price_cents: reply.price_cents,
      bid_count: reply.bid_count,
      leader: reply.leader,
    })
  }

  // And the auction goes on where it stopped.
  const [first = ''] = bidders
  await market.forgetRates()
  const { min_bid_cents } = await market.snapshot(auction)
  const next = await market.bid(first, auction, min_bid_cents + 100_000)
  expect(next).toMatchObject({ outcome: 'leading' })
  expect(faultOf(await market.ledger(auction))).toBeNull()
})
