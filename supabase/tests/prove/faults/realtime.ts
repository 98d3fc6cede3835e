/** Realtime dies in the middle of a storm: what viewers see in the end is the truth all the same. */
import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { createClient } from '@supabase/supabase-js'
import { subscribeTopic } from '../../../../web/lib/realtime.ts'
import { followTopics } from '../../../../web/lib/realtime-feed.ts'
import { startStack } from '../../../local/stack.ts'
import type { Stack } from '../../../local/types.ts'
import type { Room } from '../room.ts'
import { acceptedIn, bidWithoutPause, type Fault, type Load, pause, until } from './fault.ts'

const VIEWERS = 8

interface Viewer {
  version: number
  head: string
  price: number
  snapshots: number
  stop(): Promise<void>
}

export const realtimeKilled: Fault = {
  name: 'realtime-killed',
  size: { seats: 8, bidders: 120 },
  async run({ room, tally, server, scale }) {
    pretendToBeAPage()
    const stack = await startStack({ database: { port: server.port, name: room.market.db.name } })
    const viewers: Viewer[] = []
    try {
      const auction = await room.shortAuction({ lasts: 3_600_000, ladder: 'live' })
      for (let made = 0; made < VIEWERS; made += 1) viewers.push(await watch(stack, auction))
      const load: Load = { auction, attempts: [], over: false }
      const bidding = bidWithoutPause(room, load)
      const kills = Math.max(1, Math.round(3 * scale))
      for (let kill = 0; kill < kills; kill += 1) {
        const before = acceptedIn(load.attempts)
        await until('bids', () => acceptedIn(load.attempts) > before + 20)
        await stack.restartRealtime({ downForMs: 1000 })
        await pause(1000)
        tally.add({ faults: 1 })
      }
      load.over = true
      await bidding
      // The tick announces at the latest; then every viewer holds the head of the ledger.
      const truth = await headOf(room, auction)
      await until('every viewer to see the end', () =>
        viewers.every(({ version }) => version >= truth.version),
      )
      for (const { version, head, price } of viewers) {
        if (version !== truth.version || head !== truth.head || price !== truth.price) {
          tally.violation(
            `a viewer ends on version ${version} at ${price}, the ledger is at ${truth.version}, ${truth.price}`,
          )
        }
      }
      await room.settle(load.attempts)
      const snapshots = viewers.map((viewer) => viewer.snapshots)
      return `${kills} kills during ${load.attempts.length} bids: ${VIEWERS} viewers end on version ${truth.version}, after ${Math.min(...snapshots)} to ${Math.max(...snapshots)} snapshots each`
    } finally {
      for (const viewer of viewers) await viewer.stop()
      await stack.stop()
    }
  },
}

async function watch(stack: Stack, auction: string): Promise<Viewer> {
  const client = createClient(stack.apiUrl, stack.publishableKey, {
    auth: {
      storageKey: randomUUID(),
      persistSession: false,
      autoRefreshToken: false,
      detectSessionInUrl: false,
    },
  })
  const viewer: Viewer = {
    ...{ version: 0, head: '', price: 0, snapshots: 0 },
    async stop() {
      feed.stop()
      await client.removeAllChannels()
      await client.realtime.disconnect()
    },
  }
  /** Snapshots and broadcasts have the same fields, and only the version decides. */
  const apply = (state: unknown) => {
    const { version, head, price_cents } = Object(state)
    if (!(version > viewer.version)) return
    Object.assign(viewer, { version, head, price: price_cents })
  }
  let live = false
  const feed = followTopics<unknown>({
    connect: async () => (topic) => subscribeTopic({ client, ...topic }),
    topics: [{ topic: `auction:${auction}`, events: ['auction'] }],
    async fetchSnapshot() {
      const { data, error } = await client.rpc('auction_snapshot', { p_auction_id: auction })
      if (error) throw error
      viewer.snapshots += 1
      return data
    },
    onSnapshot: apply,
    onMessage: ({ payload }) => apply(payload),
    onStatus: (status) => {
      live = status === 'live'
    },
    onError: () => undefined,
    isFinal: () => false,
  })
  await until('a viewer to be live', () => live)
  return viewer
}

async function headOf(room: Room, auction: string) {
  const [row] = await room.market.db.admin<{ version: number; head: string; price: number }[]>`
    select e.seq as version, encode(e.hash, 'hex') as head, e.price_cents::float8 as price from private.last_event(${auction}) e`
  if (!row) throw new Error('no ledger')
  return row
}

/** The feed listens to the page it is in: whether it is visible, and whether the device is online. */
function pretendToBeAPage(): void {
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  const window = new EventTarget()
  // Many viewers share this one page.
  setMaxListeners(0, page, window)
  Reflect.set(globalThis, 'document', page)
  Reflect.set(globalThis, 'window', window)
}
