/** `npm run seed:live`: people in the live show who bid and chat, and a host who keeps it going. Demo data only. */
import { Budgets, bidInShow, bidOnTimed } from './audience/bidders.ts'
import { talk } from './audience/chatter.ts'
import { hostShow } from './audience/host.ts'
import { leaveShow, stayInShow } from './audience/presence.ts'
import { createRandom } from './audience/random.ts'
import { createPause, forever, type Stage } from './audience/stage.ts'
import { relist } from './audience/timed.ts'
import { assertMayPlay } from './marker.ts'
import { listAccounts, openMarket } from './market.ts'
import { emailOf, PEOPLE } from './personas.ts'
import { runProgram } from './program.ts'
import { LIVE_SHOW } from './scenarios/live.ts'
import { type SeedTarget, targetFromEnvironment } from './target.ts'

export interface AudienceOptions {
  /** How many of the twelve bots play. Default: all. */
  bots?: number
  /** False leaves opening lots to a person. Default: true. */
  host?: boolean
  /** False leaves the timed auctions alone. Default: true. */
  timed?: boolean
  /** Multiplies every wait: 0.2 is five times as fast. Default: 1. */
  pace?: number
  /** Of the chance. Default: the clock. */
  seed?: number
  log?(message: string): void
}

export interface Audience {
  /** Everybody finishes their sentence and leaves the room. */
  stop(): Promise<void>
}

/** @throws {SeedRefused} everywhere but on a local stack that this seed has filled. */
export async function startAudience(
  target: SeedTarget,
  options: AudienceOptions = {},
): Promise<Audience> {
  const market = openMarket(target)
  const accounts = await listAccounts(market.operator)
  assertMayPlay(target, accounts)
  const host = accounts.find(({ email }) => email === emailOf(LIVE_SHOW.host))
  if (!host) throw new Error(`No account of ${LIVE_SHOW.host}`)
  const stopping = new AbortController()
  const random = createRandom(options.seed ?? Date.now())
  const bots = PEOPLE.filter(({ audience }) => audience).map(({ name }) => name)
  const stage: Stage = {
    market,
    random,
    signal: stopping.signal,
    bots: bots.slice(0, options.bots ?? bots.length),
    host: { name: LIVE_SHOW.host, id: host.id },
    pause: createPause(random, options.pace ?? 1, stopping.signal),
    log: options.log ?? (() => undefined),
  }
  await Promise.all([stage.host.name, ...stage.bots].map((name) => market.as(name)))
  const budgets = new Budgets(stage)
  const parts = [
    forever(stage, 'viewers', stayInShow(stage)),
    forever(stage, 'bids', bidInShow(stage, budgets)),
    forever(stage, 'chat', talk(stage)),
    ...(options.host === false ? [] : [forever(stage, 'host', hostShow(stage))]),
    ...(options.timed === false
      ? []
      : [
          forever(stage, 'timed bids', bidOnTimed(stage, budgets)),
          forever(stage, 'timed auctions', relist(stage)),
        ]),
  ]
  return {
    async stop() {
      stopping.abort()
      await Promise.all(parts)
      // The room empties by itself after a while; a stack that has gone away needs no goodbye.
      await leaveShow(stage).catch((error: unknown) => stage.log(`goodbye: ${error}`))
    },
  }
}

/** Resolves at the first Ctrl-C; a second one ends the process as usual. */
function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}

async function main(): Promise<void> {
  const target = await targetFromEnvironment()
  const end = interrupted()
  const audience = await startAudience(target, { log: (message) => console.log(message) })
  console.log(`An audience is in "${LIVE_SHOW.title}". Ctrl-C sends it home.`)
  await end
  console.log('\nStopping …')
  await audience.stop()
}

if (import.meta.main) await runProgram(main)
