import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { subscribeTopic } from './realtime.ts'
import { FakeRealtimeClient } from './realtime-fake.ts'
import { type FeedStatus, followTopics } from './realtime-feed.ts'

const TOPIC = 'auction:1'
const CHAT = 'show:1:chat'

interface Reply {
  resolve(version: number): void
  reject(error: unknown): void
}

function setUp(topics: readonly string[] = [TOPIC]) {
  const client = new FakeRealtimeClient()
  const replies: Reply[] = []
  const statuses: FeedStatus[] = []
  const errors: unknown[] = []
  const applied: string[] = []
  const [first = TOPIC, ...rest] = topics
  const feed = followTopics<number>({
    connect: async () => (topic) => subscribeTopic({ client, ...topic }),
    topics: [
      { topic: first, events: ['auction'] },
      ...rest.map((topic) => ({ topic, events: ['chat'] })),
    ],
    fetchSnapshot: () =>
      new Promise<number>((resolve, reject) => replies.push({ resolve, reject })),
    onSnapshot: (version) => applied.push(`snapshot ${version}`),
    onMessage: ({ event, payload }) => applied.push(`${event} ${payload}`),
    onStatus: (status) => statuses.push(status),
    onError: (error) => errors.push(error),
    isFinal: (error) => error === 'NOFND',
    random: () => 1,
  })
  const reply = (index: number): Reply => {
    const found = replies[index]
    if (found === undefined) throw new Error(`Snapshot ${index} was never asked for`)
    return found
  }
  return { client, feed, replies, reply, statuses, errors, applied }
}

const settle = () => vi.advanceTimersByTimeAsync(0)

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
  })
})
afterEach(() => vi.useRealTimers())

describe('followTopics', () => {
  it('buffers until the snapshot is there, then passes on what came meanwhile', async () => {
    const { client, reply, applied, statuses } = setUp()
    await settle()
    client.last(TOPIC).say('SUBSCRIBED')
    client.last(TOPIC).broadcast('auction', 4)
    client.last(TOPIC).broadcast('auction', 5)
    expect(applied).toEqual([])
    expect(statuses).toEqual([])
    reply(0).resolve(4)
    await settle()
    expect(applied).toEqual(['snapshot 4', 'auction 4', 'auction 5'])
    expect(statuses).toEqual(['live'])
  })

  it('needs one snapshot when the join is quick', async () => {
    const { client, replies, reply } = setUp()
    await settle()
    client.last(TOPIC).say('SUBSCRIBED')
    reply(0).resolve(1)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(replies).toHaveLength(1)
  })

  it('shows a snapshot before a slow join, and is live only with one from after it', async () => {
    const { client, reply, replies, applied, statuses } = setUp()
    await vi.advanceTimersByTimeAsync(250)
    reply(0).resolve(1)
    await settle()
    expect(applied).toEqual(['snapshot 1'])
    expect(statuses).toEqual([])
    client.last(TOPIC).say('SUBSCRIBED')
    expect(replies).toHaveLength(2)
    expect(statuses).toEqual([])
    reply(1).resolve(2)
    await settle()
    expect(statuses).toEqual(['live'])
  })

  it('asks again when the join came while a snapshot was under way', async () => {
    const { client, reply, replies, statuses } = setUp()
    await vi.advanceTimersByTimeAsync(250)
    client.last(TOPIC).say('SUBSCRIBED')
    expect(replies).toHaveLength(1)
    reply(0).resolve(1)
    await settle()
    expect(statuses).toEqual([])
    expect(replies).toHaveLength(2)
    reply(1).resolve(1)
    await settle()
    expect(statuses).toEqual(['live'])
  })

  it('goes stale on CLOSED and takes one new snapshot after the next join', async () => {
    const { client, reply, statuses, replies, applied } = setUp()
    await settle()
    client.last(TOPIC).say('SUBSCRIBED')
    reply(0).resolve(1)
    await settle()
    client.last(TOPIC).say('CLOSED')
    expect(statuses).toEqual(['live', 'stale'])
    await vi.advanceTimersByTimeAsync(500)
    client.last(TOPIC).say('SUBSCRIBED')
    expect(statuses.at(-1)).toBe('stale')
    reply(1).resolve(2)
    await settle()
    expect(statuses).toEqual(['live', 'stale', 'live'])
    expect(applied).toEqual(['snapshot 1', 'snapshot 2'])
    await vi.advanceTimersByTimeAsync(20_000)
    expect(replies).toHaveLength(2)
  })

  it('looks without the broadcasts when they do not come back soon, not at the same moment as everybody', async () => {
    const { client, reply, statuses, replies } = setUp()
    await settle()
    client.last(TOPIC).say('SUBSCRIBED')
    reply(0).resolve(1)
    await settle()
    client.last(TOPIC).say('CLOSED')
    await vi.advanceTimersByTimeAsync(1_999)
    expect(replies).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(replies).toHaveLength(2)
    reply(1).resolve(2)
    await settle()
    expect(statuses.at(-1)).toBe('stale')
  })

  it('keeps asking now and then while broadcasts do not come', async () => {
    const { client, reply, replies } = setUp()
    await settle()
    client.last(TOPIC).say('CHANNEL_ERROR')
    await vi.advanceTimersByTimeAsync(250)
    reply(0).resolve(1)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(replies).toHaveLength(2)
  })

  it('takes a new snapshot after 5 s of silence on a dead socket', async () => {
    const { client, reply, replies, statuses } = setUp()
    await settle()
    client.last(TOPIC).say('SUBSCRIBED')
    reply(0).resolve(1)
    client.answersHeartbeats = false
    await vi.advanceTimersByTimeAsync(5_500)
    expect(statuses.at(-1)).toBe('stale')
    expect(replies).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(replies).toHaveLength(2)
    client.recover()
    reply(1).resolve(2)
    await settle()
    reply(2).resolve(3)
    await settle()
    expect(statuses.at(-1)).toBe('live')
  })

  it('takes a new snapshot when the page becomes visible', async () => {
    const { client, reply, replies } = setUp()
    await settle()
    client.last(TOPIC).say('SUBSCRIBED')
    reply(0).resolve(1)
    await settle()
    document.dispatchEvent(new Event('visibilitychange'))
    expect(replies).toHaveLength(2)
  })

  it('asks once when its topics join one after the other', async () => {
    const { client, reply, replies, statuses } = setUp([TOPIC, CHAT])
    await settle()
    client.last(TOPIC).say('SUBSCRIBED')
    expect(replies).toHaveLength(0)
    client.last(CHAT).say('SUBSCRIBED')
    reply(0).resolve(1)
    await settle()
    expect(statuses).toEqual(['live'])
    for (const topic of [TOPIC, CHAT]) client.last(topic).say('CLOSED')
    await vi.advanceTimersByTimeAsync(500)
    client.last(CHAT).say('SUBSCRIBED')
    client.last(TOPIC).say('SUBSCRIBED')
    reply(1).resolve(2)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(statuses).toEqual(['live', 'stale', 'live'])
    expect(replies).toHaveLength(2)
  })

  it('asks again when the second topic joins while a snapshot is under way', async () => {
    const { client, reply, replies } = setUp([TOPIC, CHAT])
    await vi.advanceTimersByTimeAsync(250)
    client.last(TOPIC).say('SUBSCRIBED')
    client.last(CHAT).say('SUBSCRIBED')
    expect(replies).toHaveLength(1)
    reply(0).resolve(1)
    await settle()
    expect(replies).toHaveLength(2)
  })

  it('does not wait long for a second topic, and takes a new snapshot when that has joined later', async () => {
    const { client, reply, replies, statuses } = setUp([TOPIC, CHAT])
    await settle()
    client.last(TOPIC).say('SUBSCRIBED')
    await vi.advanceTimersByTimeAsync(250)
    reply(0).resolve(1)
    await settle()
    client.last(CHAT).say('CHANNEL_ERROR')
    expect(statuses).toEqual(['live'])
    await vi.advanceTimersByTimeAsync(500)
    client.last(CHAT).say('SUBSCRIBED')
    expect(replies).toHaveLength(2)
  })

  it('retries a failed snapshot with growing waits and reports each failure', async () => {
    const { client, reply, replies, errors, statuses } = setUp()
    await settle()
    client.last(TOPIC).say('SUBSCRIBED')
    reply(0).reject('NETWORK')
    await vi.advanceTimersByTimeAsync(499)
    expect(replies).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    reply(1).reject('NETWORK')
    await vi.advanceTimersByTimeAsync(1_000)
    reply(2).resolve(1)
    await settle()
    expect(errors).toEqual(['NETWORK', 'NETWORK'])
    expect(statuses).toEqual(['live'])
  })

  it('stops asking for what does not exist (NOFND)', async () => {
    const { client, feed, reply, replies, statuses } = setUp()
    await settle()
    client.last(TOPIC).say('SUBSCRIBED')
    reply(0).reject('NOFND')
    await vi.advanceTimersByTimeAsync(60_000)
    feed.refresh()
    expect(replies).toHaveLength(1)
    expect(statuses).toEqual(['missing'])
  })

  it('stops: nothing is asked for or applied afterwards', async () => {
    const { client, feed, reply, replies, statuses, applied } = setUp()
    await settle()
    client.last(TOPIC).say('SUBSCRIBED')
    feed.stop()
    feed.stop()
    reply(0).resolve(1)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(applied).toEqual([])
    expect(replies).toHaveLength(1)
    expect(statuses).toEqual(['closed'])
  })
})
