/** Suite `bids`: accepted `place_bid` with every feature on, beside the smallest bid that a database could do. */
import type { Driver } from './driver.ts'
import { compare, type Figure } from './figures.ts'
import { startBenchServer } from './server.ts'

export interface Settings {
  rounds: number
  seconds: number
}

const USERS = 3000
const BID =
  'select bench.claims(bench.user_id(:user)), ' +
  "public.place_bid(bench.auction_id(:auction), nextval('bench.amounts'), true, gen_random_uuid())"
const SMALLEST = 'select bench.smallest(bench.auction_id(:auction), bench.user_id(:user))'
const NAIVE = 'select bench.smallest_naive(bench.auction_id(:auction), bench.user_id(:user))'

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

/** Ratios of accepted bids per second; `quick` measures only one hot auction at 8 and 32 connections. */
export async function benchBids(
  driver: Driver,
  settings: Settings,
  quick: boolean,
): Promise<Figure[]> {
  const server = await startBenchServer('bids.sql')
  const figures: Figure[] = []
  let next = 1
  try {
    for (const { name, connections, auctions, baseline, target } of quick ? QUICK : ALL) {
      // Every measurement gets auctions of its own, so that none inherits another's long ledger or dead rows.
      const fresh = async (): Promise<[number, number]> => {
        const range: [number, number] = [next, next + auctions - 1]
        next += auctions
        await server.admin.unsafe(`call bench.open_auctions(${range[0]}, ${range[1]})`)
        return range
      }
      const load = async (statement: string, range: [number, number]) =>
        driver.drive({
          databaseUrl: server.url,
          connections,
          seconds: settings.seconds,
          statement,
          users: USERS,
          auctions: range,
        })
      const ours = async () => {
        const range = await fresh()
        const rate = await load(BID, range)
        const [row] = await server.admin<{ accepted: number; calls: number }[]>`
          select coalesce(sum(case when kind = 'bid' then 1 else 0 end), 0)::int as accepted,
            (select last_value from bench.amounts)::int as calls
          from private.auction_events
          where auction_id between bench.auction_id(${range[0]}) and bench.auction_id(${range[1]})`
        // Calls that came too late with their amount are refused; only what the ledger holds counts.
        const accepted = row?.accepted ?? 0
        const calls = rate * settings.seconds
        return rate * Math.min(1, accepted / calls)
      }
      const result = await compare(settings.rounds, ours, async () => load(baseline, await fresh()))
      figures.push({
        suite: 'bids',
        case: name,
        value: result.ours,
        unit: 'accepted bids/s',
        ratio: result.ratio,
        range: result.range,
        target,
      })
    }
  } finally {
    await server.stop()
  }
  return figures
}
