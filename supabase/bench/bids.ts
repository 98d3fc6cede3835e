/** Suite `bids`: accepted `place_bid` with every feature on, beside the smallest bid that a database could do. */
import type { Driver } from './driver.ts'
import { compare, type Figure } from './figures.ts'
import { type BenchServer, startBenchServer } from './server.ts'
import type { Settings } from './settings.ts'

export const USERS = 3000
export const BID =
  'select bench.claims(bench.user_id(:user)), ' +
  "public.place_bid(bench.auction_id(:auction), nextval('bench.amounts'), true, gen_random_uuid())"
export const SMALLEST = 'select bench.smallest(bench.auction_id(:auction), bench.user_id(:user))'
const NAIVE = 'select bench.smallest_naive(bench.auction_id(:auction), bench.user_id(:user))'

/** How long connections get to compile and plan before bids count. */
const WARM_UP_S = 2

interface Case {
  name: string
  connections: number
  auctions: number
  baseline: string
  target: number
}

const QUICK: Case[] = [
  { name: 'hot, 8 connections', connections: 8, auctions: 1, baseline: SMALLEST, target: 0.72 },
  { name: 'hot, 32 connections', connections: 32, auctions: 1, baseline: SMALLEST, target: 0.6 },
]
const ALL: Case[] = [
  ...QUICK,
  {
    name: 'hot, naive, 32 connections',
    connections: 32,
    auctions: 1,
    baseline: NAIVE,
    target: 0.85,
  },
  {
    name: 'spread over 200, 8 connections',
    connections: 8,
    auctions: 200,
    baseline: SMALLEST,
    target: 0.55,
  },
]

/** Ratios of accepted bids per second; a brief run measures only one hot auction at 8 and 32 connections. */
export async function benchBids(driver: Driver, settings: Settings): Promise<Figure[]> {
  const server = await startBenchServer('people.sql', 'bids.sql')
  const figures: Figure[] = []
  let next = 1
  try {
    for (const { name, connections, auctions, baseline, target } of settings.brief ? QUICK : ALL) {
      // Every measurement gets auctions of its own, so that none inherits another's long ledger or dead rows.
      const fresh = async (): Promise<[number, number]> => {
        const range: [number, number] = [next, next + auctions - 1]
        next += auctions
        await server.admin.unsafe(`call bench.open_auctions(${range[0]}, ${range[1]})`)
        return range
      }
      // Only what the ledger holds counts: calls that came too late with their amount are refused. New connections
      // compile and plan first, as a pool's connections did long ago, so the seconds before the last are not counted.
      const acceptedPerSecond = async (statement: string, accepted: string) => {
        const [first, last] = await fresh()
        await driver.drive({
          databaseUrl: server.url,
          connections,
          seconds: WARM_UP_S + settings.seconds,
          statement,
          users: USERS,
          auctions: [first, last],
        })
        const [row] = await server.admin.unsafe<{ accepted: number }[]>(
          `with bid as (${accepted} and auction_id between bench.auction_id(${first}) and bench.auction_id(${last}))
          select count(*)::int as accepted from bid
          where at > (select max(at) from bid) - interval '${settings.seconds} seconds'`,
        )
        return (row?.accepted ?? 0) / settings.seconds
      }
      const result = await compare(
        settings.rounds,
        () =>
          acceptedPerSecond(
            BID,
            "select placed_at as at from private.auction_events where kind = 'bid'",
          ),
        () => acceptedPerSecond(baseline, 'select at from bench.min_bids where true'),
      )
      figures.push({
        kind: 'ratio',
        suite: 'bids',
        case: name,
        value: result.ours,
        unit: 'accepted bids/s',
        ratio: result.ratio,
        range: result.range,
        target: { atLeast: target },
      })
    }
  } finally {
    await server.stop()
  }
  return figures
}

/** Bids that the ledgers of some auctions hold. */
export async function acceptedIn(
  server: BenchServer,
  [first, last]: [number, number],
): Promise<number> {
  const [row] = await server.admin<{ accepted: number }[]>`
    select count(*)::int as accepted from private.auction_events
    where kind = 'bid' and auction_id between bench.auction_id(${first}) and bench.auction_id(${last})`
  return row?.accepted ?? 0
}
