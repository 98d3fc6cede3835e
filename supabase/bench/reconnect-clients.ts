/** Clients of a show as the web page has them: supabase-js and `web/lib/realtime-feed.ts`, many in one process, without a page. */
import { setMaxListeners } from 'node:events'
import { createClient } from '@supabase/supabase-js'
import { backoffMs } from '../../web/lib/realtime-backoff.ts'
import type { RealtimeClientLike } from '../../web/lib/realtime-client.ts'
import type { FeedOptions } from '../../web/lib/realtime-feed.ts'
import type { Database, Json } from '../../web/types/database.ts'
import { answer, sharedNow } from './child.ts'

export type ClientsRequest =
  /** One client a token, `null` for a guest; answers when all are live. */
  | { do: 'come'; tokens: (string | null)[]; apiUrl: string; publishableKey: string; show: string }
  /** Waits until all are live again with a snapshot asked for later than `since`. */
  | { do: 'return'; since: number }

export interface ClientsReply {
  /** Of each client: when it was live again. */
  liveAt: number[]
  /** Of each client: version of the lot in its last snapshot or message. */
  versions: number[]
  /** When joins were sent, all clients together, since the last `return` began. */
  joins: number[]
}

interface Client {
  live: boolean
  liveAt: number
  version: number
}

/** What the feed wants of a browser: events of the network and of the page, which never come here. */
const window = new EventTarget()
const document = Object.assign(new EventTarget(), { visibilityState: 'visible' })
setMaxListeners(Number.POSITIVE_INFINITY, window, document)
Object.assign(globalThis, { window, document })
// After the stand-ins: the library looks for a page when it is loaded.
const { subscribeTopic } = await import('../../web/lib/realtime.ts')
const { followTopics } = await import('../../web/lib/realtime-feed.ts')

const AT_ONCE = 25
const LOOK_MS = 20
const PATIENCE_MS = 60_000

const clients: Client[] = []
let joins: number[] = []

const versionOf = (lot: Json | undefined): number =>
  typeof lot === 'object' && lot !== null && !Array.isArray(lot) ? Number(lot.version) : 0

function follow(request: Extract<ClientsRequest, { do: 'come' }>, token: string | null): Client {
  const supabase = createClient<Database>(request.apiUrl, request.publishableKey, {
    accessToken: async () => token,
    // As in web/lib/client.ts.
    realtime: { reconnectAfterMs: (tries) => backoffMs(tries - 1) },
  })
  const client: Client = { live: false, liveAt: 0, version: 0 }
  const see = (version: number) => {
    client.version = Math.max(client.version, version)
  }
  const web: RealtimeClientLike<ReturnType<typeof supabase.channel>> = {
    channel(topic, options) {
      joins.push(sharedNow())
      return supabase.channel(topic, options)
    },
    removeChannel: (channel) => supabase.removeChannel(channel),
    realtime: supabase.realtime,
    // Nobody signs in or out meanwhile.
    auth: { onAuthStateChange: () => ({ data: { subscription: { unsubscribe() {} } } }) },
  }
  const feed: FeedOptions<Json> = {
    connect: async () => (subscription) => subscribeTopic({ ...subscription, client: web }),
    topics: [
      { topic: `show:${request.show}`, events: ['auction', 'show'] },
      { topic: `show:${request.show}:chat`, events: ['chat'] },
    ],
    async fetchSnapshot() {
      const { data, error } = await supabase.rpc('show_snapshot', { p_show_id: request.show })
      if (error) throw error
      return data
    },
    onSnapshot(snapshot) {
      const lots = (snapshot as { lots: Json[] }).lots
      see(versionOf(lots[0]))
    },
    onMessage({ event, payload }) {
      if (event === 'auction') see(versionOf(payload as Json))
    },
    onStatus(status) {
      client.live = status === 'live'
      if (client.live) client.liveAt = sharedNow()
    },
    onError: () => undefined,
    isFinal: () => false,
  }
  followTopics(feed)
  return client
}

async function until(what: string, done: () => boolean): Promise<void> {
  const end = sharedNow() + PATIENCE_MS
  while (!done()) {
    if (sharedNow() > end) {
      const live = clients.filter((client) => client.live).length
      throw new Error(`${what}: ${live} of ${clients.length} are live after ${PATIENCE_MS} ms`)
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}

async function come(request: Extract<ClientsRequest, { do: 'come' }>): Promise<void> {
  for (let first = 0; first < request.tokens.length; first += AT_ONCE) {
    const coming = request.tokens.slice(first, first + AT_ONCE)
    clients.push(...coming.map((token) => follow(request, token)))
    await until('coming', () => clients.every(({ live }) => live))
  }
}

answer<ClientsRequest>(async (request): Promise<ClientsReply> => {
  joins = []
  if (request.do === 'come') await come(request)
  else {
    const { since } = request
    await until('returning', () => clients.every(({ live, liveAt }) => live && liveAt > since))
  }
  return {
    liveAt: clients.map(({ liveAt }) => liveAt),
    versions: clients.map(({ version }) => version),
    joins,
  }
})
