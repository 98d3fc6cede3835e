/** From `place_bid` to every viewer of a show, beside a bare `ws` server that sends the same frame to as many sockets. */
import { setTimeout as delay } from 'node:timers/promises'
import { openFilesLimit, sharedNow } from './child.ts'
import type { Side } from './fanout-viewers.ts'
import { askAll, chat, fillTo, placeBid, startWorld, type World } from './fanout-world.ts'
import { compare, type Figure, median, quantile, rangeOf } from './figures.ts'
import type { Settings } from './settings.ts'

const RATIO_LIMIT = 1.5
const P95_LIMIT_MS = 20
/** Up to so many viewers every event is sent at once; above, four states a second and chat once a second. */
const CROWD = 200
const STATES_PER_SECOND = 4
const MESSAGES_PER_MINUTE = 60 * (STATES_PER_SECOND + 1)
const KB_PER_VIEWER = 64
const MESSAGES_A_ROUND = 3
/** Longer than the pause between two broadcasts to a crowd, so that each bid is sent at once. */
const PAUSE_MS = 300
/** Bids and chat messages come in this often in the rush: far more than a crowd may hear. */
const RUSH_BID_MS = 50
const RUSH_CHAT_MS = 100
const CLIENT_PROCESSES = 2
/** Files that a process has open besides its sockets, generously. */
const OTHER_FILES = 300

/** One message to everybody. Returns the milliseconds until each viewer had it, and the message. */
async function deliver(
  world: World,
  side: Side,
  send: () => Promise<number>,
): Promise<{ milliseconds: number[]; frame: Uint8Array }> {
  await delay(PAUSE_MS)
  await askAll(world, { do: 'forget' })
  const heard = askAll(world, { do: 'hear', side })
  const sentAt = await send()
  const replies = await heard
  return {
    milliseconds: replies.flatMap((reply) => reply.arrivals).map((at) => at - sentAt),
    frame: replies[0]?.frame ?? new Uint8Array(),
  }
}

const bid = (world: World) => async (): Promise<number> => {
  const calledAt = sharedNow()
  await placeBid(world)
  return calledAt
}

async function round(deliverOne: () => Promise<{ milliseconds: number[] }>): Promise<number> {
  const milliseconds: number[] = []
  for (let message = 0; message < MESSAGES_A_ROUND; message += 1) {
    milliseconds.push(...(await deliverOne()).milliseconds)
  }
  return quantile(milliseconds, 0.95)
}

async function latency(world: World, viewers: number, settings: Settings): Promise<Figure[]> {
  const { frame } = await deliver(world, 'ours', bid(world))
  const bare = async () => (await world.bare.ask({ send: frame })).sentAt
  await deliver(world, 'bare', bare)
  const p95: number[] = []
  const result = await compare(
    settings.rounds,
    async () => {
      const value = await round(() => deliver(world, 'ours', bid(world)))
      p95.push(value)
      return value
    },
    () => round(() => deliver(world, 'bare', bare)),
  )
  const named = `${viewers} viewers: place_bid called → received, p95`
  return [
    {
      ...{ kind: 'ratio', suite: 'fanout', case: `${named}, to a bare ws server`, unit: 'ms' },
      ...{
        value: result.ours,
        ratio: result.ratio,
        range: result.range,
        target: { atMost: RATIO_LIMIT },
      },
    },
    ...(viewers > 100
      ? []
      : [
          {
            ...{ kind: 'limit' as const, suite: 'fanout', case: named, unit: 'ms' },
            ...{ value: median(p95), range: rangeOf(p95), target: { atMost: P95_LIMIT_MS } },
          },
        ]),
  ]
}

/** The most that fell into one second, of one viewer's messages. */
function busiestSecond(times: number[]): number {
  const counts = times.map((start) => times.filter((at) => at >= start && at < start + 1000).length)
  return Math.max(0, ...counts)
}

/** Repeats until the end, whether or not the call before has come back: a crowd does not wait either. */
async function every(ms: number, end: number, act: () => Promise<void>): Promise<void> {
  const calls: Promise<void>[] = []
  while (sharedNow() < end) {
    calls.push(act())
    await delay(ms)
  }
  await Promise.all(calls)
}

/** What viewers hear while bids and chat pour in. */
async function rush(world: World, viewers: number, settings: Settings): Promise<Figure[]> {
  await delay(1500)
  await askAll(world, { do: 'forget' })
  const start = sharedNow()
  const end = start + settings.seconds * 1000
  let said = 0
  await Promise.all([
    every(RUSH_BID_MS, end, () => placeBid(world)),
    every(RUSH_CHAT_MS, end, () => chat(world, said++)),
  ])
  // What the tick still owes.
  await delay(1500)
  const minutes = (sharedNow() - start) / 60_000
  const told = await askAll(world, { do: 'tell' })
  const perMinute = told.reduce((sum, { messages }) => sum + messages, 0) / viewers / minutes
  const busiest = busiestSecond(told[0]?.auctions ?? [])
  const named = `${viewers} viewers, ${1000 / RUSH_BID_MS} bids/s and ${1000 / RUSH_CHAT_MS} chat messages/s`
  const figure = (what: string, unit: string, value: number, atMost: number): Figure => ({
    ...{ kind: 'limit', suite: 'fanout', case: `${named}: ${what}`, unit, value },
    ...{ range: [value, value], target: { atMost } },
  })
  // One more than four may fall into a second that begins just before one.
  return [
    figure('prices in a viewer’s busiest second', 'messages', busiest, STATES_PER_SECOND + 1),
    figure('heard by a viewer', 'messages/min', perMinute, MESSAGES_PER_MINUTE),
  ]
}

interface Memory {
  ours: number
  bare: number
}

async function memory(world: World): Promise<Memory> {
  const [ours, bare] = await Promise.all([world.stack.ask('memory'), world.bare.ask('memory')])
  return { ours: ours.residentBytes, bare: bare.residentBytes }
}

interface Measured extends Memory {
  viewers: number
}

/** Since the first viewers were there, who also pay for what a server needs once. */
function memoryFigure(first: Measured, now: Measured): Figure {
  const kilobytes = (side: keyof Memory) =>
    (now[side] - first[side]) / (now.viewers - first.viewers) / 1024
  return {
    ...{ kind: 'limit', suite: 'fanout', unit: 'kB', target: { atMost: KB_PER_VIEWER } },
    case: `${now.viewers} viewers: memory of Realtime per viewer (a bare socket: ${kilobytes('bare').toFixed(1)} kB)`,
    ...{ value: kilobytes('ours'), range: [kilobytes('ours'), kilobytes('ours')] },
  }
}

/** How many viewers this machine lets one server process have. */
function fits(viewers: number): boolean {
  const limit = openFilesLimit()
  const fitting = viewers + OTHER_FILES <= limit
  if (!fitting)
    console.error(
      `fanout: ${viewers} viewers left out: a process may open ${limit} files here (ulimit -Hn).`,
    )
  return fitting
}

export async function benchFanout(settings: Settings): Promise<Figure[]> {
  const sizes = settings.viewers.filter(fits)
  const sockets = 2 * Math.max(0, ...sizes)
  const processes = Math.max(
    CLIENT_PROCESSES,
    Math.ceil(sockets / (openFilesLimit() - OTHER_FILES)),
  )
  await using world = await startWorld(processes)
  const figures: Figure[] = []
  let first: Measured | undefined
  let present = 0
  for (const viewers of sizes) {
    await fillTo(world, present, viewers)
    present = viewers
    const now = { viewers, ...(await memory(world)) }
    if (first) figures.push(memoryFigure(first, now))
    first ??= now
    figures.push(...(await latency(world, viewers, settings)))
    if (viewers > CROWD) figures.push(...(await rush(world, viewers, settings)))
  }
  return figures
}
