/** The whole path of a bid: supabase.rpc('place_bid') over HTTP through the local stack, beside the smallest possible bid. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { startStack } from '../local/stack.ts'
import { acceptedIn, SMALLEST, USERS } from './bids.ts'
import type { Driver } from './driver.ts'
import { compare, type Figure, median, quantile, rangeOf } from './figures.ts'
import type { PathLoad, PathResult } from './path-clients.ts'
import { startBenchServer } from './server.ts'
import type { Settings } from './settings.ts'
import { tokenOf } from './tokens.ts'

/** Enough that nobody's rate limit is met. */
const BIDDERS = 600
const P95_LIMIT_MS = 100
const CASES = [
  { connections: 8, target: 0.27 },
  { connections: 32, target: 0.2 },
]

/** Clients in a thread of their own, so that they do not wait for the stack's. */
async function drivePath(load: PathLoad): Promise<PathResult> {
  const worker = new Worker(new URL('./path-clients.ts', import.meta.url), { workerData: load })
  const [result] = await once(worker, 'message')
  await worker.terminate()
  return result
}

export async function benchPath(driver: Driver, settings: Settings): Promise<Figure[]> {
  const server = await startBenchServer('people.sql', 'bids.sql')
  const stack = await startStack({ database: { port: server.port, name: 'postgres' } })
  let auction = 0
  const fresh = async (): Promise<[number, number]> => {
    auction += 1
    await server.admin.unsafe(`call bench.open_auctions(${auction}, ${auction})`)
    return [auction, auction]
  }
  try {
    const users = await server.admin<{ id: string }[]>`
      select bench.user_id(n) as id from generate_series(1, ${BIDDERS}) n`
    const tokens = users.map(({ id }) => tokenOf(id, stack.jwtSecret))
    const figures: Figure[] = []
    for (const { connections, target } of CASES) {
      const p95: number[] = []
      const result = await compare(
        settings.rounds,
        async () => {
          const range = await fresh()
          const [row] = await server.admin<
            { id: string }[]
          >`select bench.auction_id(${range[0]}) as id`
          const { milliseconds } = await drivePath({
            apiUrl: stack.apiUrl,
            publishableKey: stack.publishableKey,
            tokens,
            auction: row?.id ?? '',
            connections,
            seconds: settings.seconds,
          })
          p95.push(quantile(milliseconds, 0.95))
          return (await acceptedIn(server, range)) / settings.seconds
        },
        async () =>
          driver.drive({
            databaseUrl: server.url,
            connections,
            seconds: settings.seconds,
            statement: SMALLEST,
            users: USERS,
            auctions: await fresh(),
          }),
      )
      figures.push(
        {
          kind: 'ratio',
          suite: 'bids',
          case: `path over HTTP, ${connections} connections`,
          value: result.ours,
          unit: 'accepted bids/s',
          ratio: result.ratio,
          range: result.range,
          target: { atLeast: target },
        },
        {
          kind: 'limit',
          suite: 'bids',
          case: `path over HTTP, ${connections} connections, p95`,
          value: median(p95),
          unit: 'ms',
          range: rangeOf(p95),
          target: { atMost: P95_LIMIT_MS },
        },
      )
    }
    return figures
  } finally {
    await stack.stop()
    await server.stop()
  }
}
