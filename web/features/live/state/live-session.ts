import { parse } from 'valibot'
import type { ServerClock } from '../../../lib/clock.ts'
import { toAppError } from '../../../lib/errors.ts'
import { type FeedMessage, type FeedOptions, followTopics } from '../../../lib/realtime-feed.ts'
import { giveawayEventSchema, pollEventSchema } from '../engagement/engagement-shapes.ts'
import { createLiveStore, type LiveStore } from './live-store.ts'
import {
  auctionEventSchema,
  type ChatMessage,
  chatBatchSchema,
  chatRemovedSchema,
  chatRulesSchema,
  reactionsSchema,
  showEventSchema,
} from './shapes.ts'

/** A live page's store together with what keeps it true. */
export interface LiveSession extends LiveStore {
  readonly clock: ServerClock
  /** Follows the show or auction until the returned function is called. */
  start(): () => void
  /** Asks for a new snapshot. */
  refresh(): void
}

/** What a session needs of the page: Realtime (`FeedOptions`) and the clock. */
export type Surroundings = Pick<FeedOptions<unknown>, 'connect' | 'showFirst'> & {
  clock: ServerClock
}

/** Chat comes in bursts; painting it five times a second is enough, and leaves a slow phone time for a thumb. */
const CHAT_FLUSH_MS = 200
/** A change that every viewer hears of must not bring every viewer back at the same moment. */
const REFRESH_SPREAD_MS = 800

/** What is followed. */
interface Source<Snapshot> {
  topics: FeedOptions<Snapshot>['topics']
  fetchSnapshot: () => Promise<Snapshot>
  apply: (live: LiveStore, snapshot: Snapshot) => void
  onlyAuction?: string
}

/** A session of whatever has topics and snapshots: `show-session.ts`, `auction-session.ts`. */
export function createSession<Snapshot extends { server_time: string }>(
  { clock, ...realtime }: Surroundings,
  source: Source<Snapshot>,
): LiveSession {
  const live = createLiveStore()
  let refresh = () => undefined as undefined

  async function timedSnapshot(): Promise<Snapshot> {
    const sentAt = clock.monotonic()
    const snapshot = await source.fetchSnapshot()
    clock.observe(snapshot.server_time, sentAt, clock.monotonic())
    return snapshot
  }

  function start(): () => void {
    const chat = createChatQueue(live)
    const feed = followTopics<Snapshot>({
      ...realtime,
      topics: source.topics,
      fetchSnapshot: timedSnapshot,
      onSnapshot: (snapshot) => source.apply(live, snapshot),
      onMessage: (message) => receive(live, chat.add, message, source.onlyAuction),
      onStatus: (status) => live.dispatch({ type: 'connection', status }),
      onError: (error) => console.warn('Snapshot failed', error),
      isFinal: (error) => toAppError(error).code === 'NOFND',
    })
    refresh = () => {
      feed.refresh()
      return undefined
    }
    const stopRefreshing = refreshWhenWanted(live, feed.refresh)
    const stopClock = clock.start()
    return () => {
      stopClock()
      stopRefreshing()
      chat.stop()
      feed.stop()
    }
  }

  return { ...live, clock, start, refresh: () => refresh() }
}

/** Turns a broadcast into an action. One that cannot be read is reported and dropped: a snapshot will tell. */
function receive(
  live: LiveStore,
  addChat: (payload: unknown) => void,
  { event, payload }: FeedMessage,
  onlyAuction: string | undefined,
): void {
  try {
    if (event === 'auction') {
      const auction = parse(auctionEventSchema, payload)
      if (onlyAuction !== undefined && auction.id !== onlyAuction) return
      live.dispatch({ type: 'auction event', event: auction })
    } else if (event === 'show') {
      live.dispatch({ type: 'show event', event: parse(showEventSchema, payload) })
    } else if (event === 'giveaway') {
      live.dispatch({ type: 'giveaway', giveaway: parse(giveawayEventSchema, payload) })
    } else if (event === 'poll') {
      live.dispatch({ type: 'poll', poll: parse(pollEventSchema, payload) })
    } else if (event === 'chat') {
      addChat(payload)
    } else if (event === 'chat_removed') {
      live.dispatch({ type: 'chat removed', ids: parse(chatRemovedSchema, payload).ids })
    } else if (event === 'chat_rules') {
      live.dispatch({ type: 'chat rules', rules: parse(chatRulesSchema, payload) })
    } else if (event === 'reactions') {
      live.dispatch({ type: 'reactions', counts: parse(reactionsSchema, payload).counts })
    }
  } catch (error) {
    console.warn(`Broadcast ${event} cannot be read`, error)
  }
}

function createChatQueue(live: LiveStore): { add(payload: unknown): void; stop(): void } {
  let waiting: ChatMessage[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  function flush(): void {
    timer = undefined
    const messages = waiting
    waiting = []
    live.dispatch({ type: 'chat', messages })
  }
  return {
    add(payload) {
      waiting.push(...parse(chatBatchSchema, payload).messages)
      timer ??= setTimeout(flush, CHAT_FLUSH_MS)
    },
    stop: () => clearTimeout(timer),
  }
}

function refreshWhenWanted(live: LiveStore, refresh: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const unsubscribe = live.store.subscribe((state, before) => {
    if (state.snapshotWanted === before.snapshotWanted || timer !== undefined) return
    timer = setTimeout(() => {
      timer = undefined
      refresh()
    }, Math.random() * REFRESH_SPREAD_MS)
  })
  return () => {
    unsubscribe()
    clearTimeout(timer)
  }
}
