/** Everybody loses the connection at the same moment: how long until all are live with the right snapshot, and how hard they knock. */
import { setTimeout as delay } from 'node:timers/promises'
import { Child, sharedNow } from './child.ts'
import { placeBid, startWorld, type World } from './fanout-world.ts'
import { type Figure, median, rangeOf } from './figures.ts'
import type { ClientsReply, ClientsRequest } from './reconnect-clients.ts'
import type { Settings } from './settings.ts'
import { tokenOf } from './tokens.ts'

const LIMIT_S = 5
/** Each client joins two topics. */
const TOPICS = 2
const PROCESSES = 4
/** Over so long the first attempts are spread (web/lib/realtime-backoff.ts), and how uneven chance may make them. */
const SPREAD_MS = 450
const UNEVEN = 1.5
const WINDOW_MS = 100
const ROUNDS = 3
/** So that the next drop finds them all settled, their waits at the shortest again. */
const SETTLE_MS = 11_000

interface Return {
  seconds: number
  /** The most joins within 100 ms. */
  busiest: number
}

function busiestWindow(times: number[]): number {
  const sorted = [...times].sort((a, b) => a - b)
  let first = 0
  let most = 0
  for (const [last, time] of sorted.entries()) {
    while ((sorted[first] ?? time) < time - WINDOW_MS) first += 1
    most = Math.max(most, last - first + 1)
  }
  return most
}

async function come(
  world: World,
  groups: Child<ClientsRequest, ClientsReply>[],
  count: number,
): Promise<void> {
  const { apiUrl, publishableKey, jwtSecret } = world.address
  const people = await world.server.admin<{ id: string }[]>`
    select bench.user_id(n) as id from generate_series(1, ${count}::int) n`
  const tokens = people.map(({ id }, index) => (index % 2 === 0 ? tokenOf(id, jwtSecret) : null))
  const share = Math.ceil(count / groups.length)
  await Promise.all(
    groups.map((group, index) =>
      group.ask({
        ...{ do: 'come', apiUrl, publishableKey, show: world.show },
        tokens: tokens.slice(index * share, (index + 1) * share),
      }),
    ),
  )
}

/** Drops everybody while somebody bids, and waits until all have what the ledger says. */
async function dropAll(
  world: World,
  groups: Child<ClientsRequest, ClientsReply>[],
): Promise<Return> {
  const since = sharedNow()
  const returned = groups.map((group) => group.ask({ do: 'return', since }))
  // The moment from which all are cut off, and what they miss meanwhile.
  await Promise.all([world.stack.ask('drop everybody'), placeBid(world)])
  const replies = await Promise.all(returned)
  const [row] = await world.server.admin<{ seq: number }[]>`
    select max(seq)::int as seq from private.auction_events where auction_id = ${world.auction}`
  const wrong = replies.flatMap(({ versions }) => versions).filter((seen) => seen !== row?.seq)
  if (wrong.length > 0) throw new Error(`${wrong.length} clients are live with an old state`)
  const last = Math.max(...replies.flatMap(({ liveAt }) => liveAt))
  return {
    seconds: (last - since) / 1000,
    busiest: busiestWindow(replies.flatMap(({ joins }) => joins)),
  }
}

export async function benchReconnect(settings: Settings): Promise<Figure[]> {
  await using world = await startWorld(0)
  const groups = Array.from(
    { length: PROCESSES },
    () => new Child<ClientsRequest, ClientsReply>('./reconnect-clients.ts'),
  )
  try {
    const { dropped } = settings
    await placeBid(world)
    await come(world, groups, dropped)
    const returns: Return[] = []
    for (let round = 0; round < Math.min(ROUNDS, settings.rounds); round += 1) {
      if (round > 0) await delay(SETTLE_MS)
      returns.push(await dropAll(world, groups))
    }
    const seconds = returns.map((each) => each.seconds)
    const busiest = returns.map((each) => each.busiest)
    return [
      {
        ...{ kind: 'limit', suite: 'reconnect', unit: 's', target: { atMost: LIMIT_S } },
        case: `${dropped} clients dropped at once, all live with the right snapshot`,
        ...{ value: median(seconds), range: rangeOf(seconds) },
      },
      {
        ...{ kind: 'limit', suite: 'reconnect', unit: 'joins' },
        case: `${dropped} clients, two topics each: most joins within ${WINDOW_MS} ms`,
        ...{ value: median(busiest), range: rangeOf(busiest) },
        target: { atMost: UNEVEN * ((dropped * TOPICS * WINDOW_MS) / SPREAD_MS) },
      },
    ]
  } finally {
    await Promise.all(groups.map((group) => group.end()))
  }
}
