/** A storm of losing bids: refusals must be cheap, and nobody who bids enough may suffer by them. */
import { acceptedIn, BID, USERS } from './bids.ts'
import type { Driver, Load } from './driver.ts'
import { compare, type Figure, median } from './figures.ts'
import { startBenchServer } from './server.ts'
import type { Settings } from './settings.ts'

/** One cent is below every minimum once somebody has bid. */
const LOSING = BID.replace("nextval('bench.amounts')", '1')
const WINNERS = 8
const LOSERS = 24
/** Nine losing bids for a winning one. */
const LOSING_PER_WINNING = 9
/** Winners bid at a quarter of what the auction could take: a storm of full rates would only measure how two cores are shared. */
const PACE = 0.25

export async function benchStorm(driver: Driver, settings: Settings): Promise<Figure[]> {
  const server = await startBenchServer('people.sql', 'bids.sql')
  let auction = 0
  const fresh = async (): Promise<[number, number]> => {
    auction += 1
    await server.admin.unsafe(`call bench.open_auctions(${auction}, ${auction})`)
    // Somebody leads already, so that one cent is too little.
    await server.admin.unsafe(
      BID.replace(':user', '1').replace(':auction', String(auction)).replace(':user', '1'),
    )
    return [auction, auction]
  }
  const drive = (load: Pick<Load, 'connections' | 'statement' | 'auctions'> & { pace?: number }) =>
    driver.drive({ ...load, databaseUrl: server.url, seconds: settings.seconds, users: USERS })
  const accepted = async (range: [number, number]) =>
    (await acceptedIn(server, range)) / settings.seconds
  const alone = async (pace?: number) => {
    const range = await fresh()
    await drive({
      connections: pace === undefined ? LOSERS : WINNERS,
      statement: BID,
      auctions: range,
      ...(pace === undefined ? {} : { pace }),
    })
    return accepted(range)
  }
  try {
    const capacity: number[] = []
    const refusals = await compare(
      settings.rounds,
      async () => drive({ connections: LOSERS, statement: LOSING, auctions: await fresh() }),
      async () => {
        const rate = await alone()
        capacity.push(rate)
        return rate
      },
    )
    const pace = Math.max(1, Math.round(median(capacity) * PACE))
    const stormed = await compare(
      settings.rounds,
      async () => {
        const range = await fresh()
        await Promise.all([
          drive({ connections: WINNERS, statement: BID, auctions: range, pace }),
          drive({
            connections: LOSERS,
            statement: LOSING,
            auctions: range,
            pace: pace * LOSING_PER_WINNING,
          }),
        ])
        return accepted(range)
      },
      () => alone(pace),
    )
    const common = { kind: 'ratio', suite: 'bids' } as const
    return [
      {
        ...common,
        case: `storm, refusals beside accepted bids, ${LOSERS} connections`,
        value: refusals.ours,
        unit: 'refusals/s',
        ratio: refusals.ratio,
        range: refusals.range,
        target: { atLeast: 3 },
      },
      {
        ...common,
        case: `storm, ${pace} bids/s kept up beside ${pace * LOSING_PER_WINNING} losing ones/s`,
        value: stormed.ours,
        unit: 'accepted bids/s',
        ratio: stormed.ratio,
        range: stormed.range,
        target: { atLeast: 0.85 },
      },
    ]
  } finally {
    await server.stop()
  }
}
