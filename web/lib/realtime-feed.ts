import type { Listen } from './connect-realtime.ts'
import type { TopicStatus } from './realtime.ts'
import { backoffMs } from './realtime-backoff.ts'

/** `missing`: the snapshot is refused for good (no such thing, or not for this caller). */
export type FeedStatus = 'connecting' | 'live' | 'stale' | 'missing' | 'closed'

export interface FeedMessage {
  topic: string
  event: string
  payload: unknown
}

export interface FeedOptions<Snapshot> {
  /** Gives the way to listen to a topic. May load the code for it; a failure is tried again. */
  connect: () => Promise<Listen>
  /** Shows a snapshot before it connects, so that what is to be seen need not wait for Realtime's code. */
  showFirst?: boolean
  /** Topics and the events to hear there. The first topic decides whether the feed is live. */
  topics: readonly [FeedTopic, ...FeedTopic[]]
  fetchSnapshot: () => Promise<Snapshot>
  /** Snapshots come in the order they were asked for, one at a time. */
  onSnapshot: (snapshot: Snapshot) => void
  /** Never before the first snapshot. May be older than it: the receiver compares versions. */
  onMessage: (message: FeedMessage) => void
  onStatus: (status: FeedStatus) => void
  onError: (error: unknown) => void
  /** True for errors that no retry can mend. */
  isFinal: (error: unknown) => boolean
  random?: () => number
}

export interface FeedTopic {
  topic: string
  events: readonly string[]
}

export interface Feed {
  /** Asks for a new snapshot, for example when a message shows that something unknown has changed. */
  refresh(): void
  stop(): void
}

/** How long a snapshot waits for the joins of all topics, so that usually one snapshot is enough. */
const JOIN_GRACE_MS = 250
/**
 * How long a lost connection may take to come back before the figures are looked at without it, and as long again by
 * chance. Most come back sooner and bring a snapshot of their own: asking at once would have everybody who lost the
 * same server ask twice, at the same moment.
 */
const LOST_GRACE_MS = 1_000
/** While broadcasts do not come, the truth is still asked for now and then. */
const STALE_POLL_MS = 10_000
const BUFFER_SIZE = 1_000

/**
 * Snapshot then broadcast: subscribes, buffers, fetches a snapshot, and passes on what came meanwhile.
 * Every join and every recovery repeats the snapshot, and so does a page that becomes visible; the
 * feed is `live` only when a snapshot that was asked for after the join has arrived.
 */
export function followTopics<Snapshot>(options: FeedOptions<Snapshot>): Feed {
  const [primary] = options.topics
  const random = options.random ?? Math.random
  /** Topics whose broadcasts come. */
  const joined = new Set<string>()
  let topicStatus: TopicStatus = 'connecting'
  let status: FeedStatus = 'connecting'
  let stopped = false
  let loaded = false
  let buffer: FeedMessage[] = []
  /** Joins so far, and the join that the last snapshot was asked for in: equal means fresh. */
  let join = 0
  let snapshotJoin = -1
  let fetching = false
  let again = false
  let attempt = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let everLive = false
  let asked = false
  let connectAttempt = 0
  let connectTimer: ReturnType<typeof setTimeout> | undefined
  let unsubscribe: (() => void)[] = []

  function update(): void {
    if (stopped || status === 'missing') return
    const live = topicStatus === 'live' && snapshotJoin === join
    if (live) everLive = true
    const next: FeedStatus = live ? 'live' : everLive ? 'stale' : 'connecting'
    if (next === status) return
    status = next
    options.onStatus(next)
  }

  async function fetchSnapshot(): Promise<void> {
    if (stopped || status === 'missing') return
    if (fetching) {
      again = true
      return
    }
    fetching = true
    again = false
    clearTimeout(timer)
    const askedIn = topicStatus === 'live' ? join : -1
    let wait: number | null = null
    try {
      const snapshot = await options.fetchSnapshot()
      if (stopped) return
      attempt = 0
      options.onSnapshot(snapshot)
      loaded = true
      const pending = buffer
      buffer = []
      for (const message of pending) options.onMessage(message)
      if (askedIn >= 0) snapshotJoin = askedIn
      update()
      connectOnce()
    } catch (error) {
      if (stopped) return
      options.onError(error)
      if (options.isFinal(error)) {
        status = 'missing'
        options.onStatus('missing')
        return
      }
      wait = backoffMs(attempt++, options.random)
    } finally {
      fetching = false
    }
    schedule(wait)
  }

  function schedule(wait: number | null): void {
    const poll = topicStatus === 'live' ? null : STALE_POLL_MS
    const next = wait ?? (again ? 0 : poll)
    if (next !== null) fetchIn(next)
  }

  function fetchIn(ms: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void fetchSnapshot(), ms)
  }

  /** What any topic said before its join is only in a snapshot: one for all, unless one is late. */
  function fetchWhenJoined(): void {
    if (joined.size === options.topics.length || fetching) void fetchSnapshot()
    else fetchIn(JOIN_GRACE_MS)
  }

  function onTopicStatus(topic: string, next: TopicStatus): void {
    if (stopped) return
    if (next === 'live') joined.add(topic)
    else joined.delete(topic)
    if (topic === primary.topic) {
      const became = next === 'live' && topicStatus !== 'live'
      const lost = next === 'stale' && topicStatus !== 'stale'
      topicStatus = next
      if (became) join += 1
      update()
      if (became) fetchWhenJoined()
      else if (lost && loaded) fetchIn(LOST_GRACE_MS * (1 + random()))
    } else if (next === 'live' && topicStatus === 'live') {
      fetchWhenJoined()
    }
  }

  function onVisible(): void {
    if (document.visibilityState === 'visible' && loaded) void fetchSnapshot()
  }

  function connectOnce(): void {
    if (asked) return
    asked = true
    void connect()
  }

  async function connect(): Promise<void> {
    try {
      const listen = await options.connect()
      if (!stopped) unsubscribe = options.topics.map((each) => hear(listen, each))
    } catch (error) {
      if (stopped) return
      options.onError(error)
      connectTimer = setTimeout(() => void connect(), backoffMs(connectAttempt++, options.random))
    }
  }

  function hear(listen: Listen, { topic, events }: FeedTopic): () => void {
    const receive = (event: string) => (payload: unknown) => {
      const message = { topic, event, payload }
      if (loaded) options.onMessage(message)
      else if (buffer.length < BUFFER_SIZE) buffer.push(message)
    }
    return listen({
      topic,
      events: Object.fromEntries(events.map((event) => [event, receive(event)])),
      onStatus: (next) => onTopicStatus(topic, next),
      ...(options.random === undefined ? {} : { random: options.random }),
    })
  }

  document.addEventListener('visibilitychange', onVisible)
  if (options.showFirst === true) {
    void fetchSnapshot()
  } else {
    connectOnce()
    fetchIn(JOIN_GRACE_MS)
  }

  return {
    refresh: () => void fetchSnapshot(),
    stop() {
      if (stopped) return
      stopped = true
      clearTimeout(timer)
      clearTimeout(connectTimer)
      document.removeEventListener('visibilitychange', onVisible)
      for (const end of unsubscribe) end()
      options.onStatus('closed')
    },
  }
}
