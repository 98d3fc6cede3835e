import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { subscribeTopic, type TopicStatus } from './realtime.ts'
import { backoffMs } from './realtime-backoff.ts'
import { FakeRealtimeClient } from './realtime-fake.ts'

const TOPIC = 'show:1'
const OTHER = 'show:1:chat'

function setUp() {
  const client = new FakeRealtimeClient()
  const statuses: TopicStatus[] = []
  const reasons: (string | null)[] = []
  const heard: unknown[] = []
  const end = subscribeTopic({
    client,
    topic: TOPIC,
    events: { auction: (payload) => heard.push(payload) },
    onStatus: (status, reason) => {
      statuses.push(status)
      reasons.push(reason)
    },
    random: () => 1,
  })
  return { client, statuses, reasons, heard, end }
}

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
  })
})
afterEach(() => vi.useRealTimers())

const settle = () => vi.advanceTimersByTimeAsync(0)

describe('subscribeTopic', () => {
  it('takes a token before it joins, and is live at SUBSCRIBED', async () => {
    const { client, statuses, heard } = setUp()
    client.beforeToken = () => expect(client.channels).toHaveLength(0)
    await settle()
    expect(client.tokens).toBe(1)
    expect(client.opened(TOPIC)).toBe(1)
    expect(statuses).toEqual(['connecting'])
    client.last(TOPIC).say('SUBSCRIBED')
    expect(statuses).toEqual(['connecting', 'live'])
    client.last(TOPIC).broadcast('auction', { version: 1 })
    client.last(TOPIC).broadcast('unknown', {})
    expect(heard).toEqual([{ version: 1 }])
  })

  it('joins again with a fresh token after a fatal channel error, which the library never does', async () => {
    const { client, statuses, reasons } = setUp()
    await settle()
    client.last(TOPIC).say('SUBSCRIBED')
    client.last(TOPIC).system({ status: 'error', message: 'Too many messages per second' })
    client.last(TOPIC).say('CLOSED')
    expect(statuses.at(-1)).toBe('stale')
    expect(reasons.at(-1)).toBe('Too many messages per second')
    await vi.advanceTimersByTimeAsync(500)
    expect(client.opened(TOPIC)).toBe(2)
    expect(client.tokens).toBe(2)
    client.last(TOPIC).say('SUBSCRIBED')
    expect(statuses.at(-1)).toBe('live')
  })

  it('waits longer after each failed join', async () => {
    const { client } = setUp()
    await settle()
    client.last(TOPIC).say('CHANNEL_ERROR', new Error('Unauthorized'))
    await vi.advanceTimersByTimeAsync(499)
    expect(client.opened(TOPIC)).toBe(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(client.opened(TOPIC)).toBe(2)
    client.last(TOPIC).say('TIMED_OUT')
    await vi.advanceTimersByTimeAsync(999)
    expect(client.opened(TOPIC)).toBe(2)
    await vi.advanceTimersByTimeAsync(1)
    expect(client.opened(TOPIC)).toBe(3)
  })

  it('keeps the longer wait when joins succeed but do not last', async () => {
    const { client } = setUp()
    await settle()
    for (const wait of [500, 1000]) {
      client.last(TOPIC).say('SUBSCRIBED')
      client.last(TOPIC).say('CLOSED')
      await vi.advanceTimersByTimeAsync(wait)
    }
    expect(client.opened(TOPIC)).toBe(3)
    client.last(TOPIC).say('SUBSCRIBED')
    await vi.advanceTimersByTimeAsync(10_000)
    client.last(TOPIC).say('CLOSED')
    await vi.advanceTimersByTimeAsync(500)
    expect(client.opened(TOPIC)).toBe(4)
  })

  it('stays connecting, not stale, while it was never live', async () => {
    const { client, statuses } = setUp()
    await settle()
    client.last(TOPIC).say('CHANNEL_ERROR')
    expect(statuses.at(-1)).toBe('connecting')
  })

  it('tries again when no token can be had', async () => {
    const client = new FakeRealtimeClient()
    client.failSetAuth = new Error('offline')
    const reasons: (string | null)[] = []
    subscribeTopic({
      client,
      topic: TOPIC,
      events: {},
      onStatus: (_, reason) => reasons.push(reason),
      random: () => 1,
    })
    await settle()
    expect(reasons.at(-1)).toBe('offline')
    client.failSetAuth = null
    await vi.advanceTimersByTimeAsync(500)
    expect(client.opened(TOPIC)).toBe(1)
  })

  it('ignores what a channel that was given up still says', async () => {
    const { client, heard, statuses } = setUp()
    await settle()
    const old = client.last(TOPIC)
    old.say('SUBSCRIBED')
    old.say('CLOSED')
    await vi.advanceTimersByTimeAsync(500)
    old.broadcast('auction', { version: 9 })
    old.say('SUBSCRIBED')
    expect(heard).toEqual([])
    expect(statuses.at(-1)).toBe('stale')
  })

  it('joins again at once when another user signs in, and only renews the token when it is refreshed', async () => {
    const { client } = setUp()
    client.authChange('INITIAL_SESSION', null)
    await settle()
    client.last(TOPIC).say('SUBSCRIBED')
    client.authChange('SIGNED_IN', 'bea')
    await vi.advanceTimersByTimeAsync(5)
    expect(client.opened(TOPIC)).toBe(2)
    client.last(TOPIC).say('SUBSCRIBED')
    const tokens = client.tokens
    client.authChange('TOKEN_REFRESHED', 'bea')
    await settle()
    expect(client.tokens).toBe(tokens + 1)
    expect(client.opened(TOPIC)).toBe(2)
  })

  it('retries at once when the device is online again', async () => {
    const { client } = setUp()
    await settle()
    for (let i = 0; i < 4; i++) {
      client.last(TOPIC).say('CHANNEL_ERROR')
      if (i < 3) await vi.advanceTimersByTimeAsync(15_000)
    }
    const opened = client.opened(TOPIC)
    window.dispatchEvent(new Event('online'))
    await settle()
    expect(client.opened(TOPIC)).toBe(opened + 1)
  })

  it('comes back when the page wakes twice while it is joining again', async () => {
    const { client, statuses } = setUp()
    await settle()
    client.last(TOPIC).say('SUBSCRIBED')
    client.last(TOPIC).say('CHANNEL_ERROR')
    await vi.advanceTimersByTimeAsync(500)
    expect(client.opened(TOPIC)).toBe(2)
    document.dispatchEvent(new Event('visibilitychange'))
    await settle()
    window.dispatchEvent(new Event('online'))
    await settle()
    client.last(TOPIC).say('SUBSCRIBED')
    expect(statuses.at(-1)).toBe('live')
    expect(client.opened(TOPIC)).toBe(3)
  })

  it('goes stale after 5 s of silence on a dead socket and live again when it answers', async () => {
    const { client, statuses } = setUp()
    await settle()
    client.last(TOPIC).say('SUBSCRIBED')
    await vi.advanceTimersByTimeAsync(20_000)
    expect(statuses.at(-1)).toBe('live')
    client.answersHeartbeats = false
    await vi.advanceTimersByTimeAsync(8_000)
    expect(statuses.at(-1)).toBe('stale')
    client.recover()
    expect(statuses.at(-1)).toBe('live')
  })

  it('goes stale at once when the device says that it is offline', async () => {
    const { client, statuses } = setUp()
    await settle()
    client.last(TOPIC).say('SUBSCRIBED')
    window.dispatchEvent(new Event('offline'))
    expect(statuses.at(-1)).toBe('stale')
    await vi.advanceTimersByTimeAsync(3_000)
    expect(statuses.at(-1)).toBe('live')
  })

  it('forces the library to reconnect when a heartbeat stays unanswered for 10 s', async () => {
    const { client } = setUp()
    await settle()
    client.last(TOPIC).say('SUBSCRIBED')
    client.answersHeartbeats = false
    await vi.advanceTimersByTimeAsync(9_000)
    const asked = client.heartbeats
    expect(asked).toBe(1)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(client.heartbeats).toBeGreaterThan(asked)
  })

  it('brings topics that were lost together back at the same moment', async () => {
    const client = new FakeRealtimeClient()
    const chances = [1, 0.5, 0]
    const random = () => chances.shift() ?? 0
    for (const topic of [TOPIC, OTHER]) subscribeTopic({ client, topic, events: {}, random })
    await settle()
    for (const topic of [TOPIC, OTHER]) client.last(topic).say('CHANNEL_ERROR')
    await vi.advanceTimersByTimeAsync(499)
    expect([client.opened(TOPIC), client.opened(OTHER)]).toEqual([1, 1])
    await vi.advanceTimersByTimeAsync(1)
    expect([client.opened(TOPIC), client.opened(OTHER)]).toEqual([2, 2])
    // What fails later, or more often, has a wait of its own.
    client.last(TOPIC).say('CHANNEL_ERROR')
    await vi.advanceTimersByTimeAsync(550)
    expect([client.opened(TOPIC), client.opened(OTHER)]).toEqual([3, 2])
  })

  it('shares one channel among listeners and leaves with the last', async () => {
    const { client, end } = setUp()
    const heard: unknown[] = []
    const statuses: TopicStatus[] = []
    await settle()
    client.last(TOPIC).say('SUBSCRIBED')
    const endSecond = subscribeTopic({
      client,
      topic: TOPIC,
      events: { auction: (payload) => heard.push(payload) },
      onStatus: (status) => statuses.push(status),
    })
    expect(statuses).toEqual(['live'])
    expect(client.opened(TOPIC)).toBe(1)
    end()
    client.last(TOPIC).broadcast('auction', 1)
    expect(heard).toEqual([1])
    expect(client.removed).toHaveLength(0)
    endSecond()
    endSecond()
    expect(statuses).toEqual(['live', 'closed'])
    expect(client.removed).toHaveLength(1)
    expect(client.listeners).toBe(0)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(client.opened(TOPIC)).toBe(1)
  })

  it('subscribes again right after unsubscribing, as a remounted page does', async () => {
    const { client, end } = setUp()
    await settle()
    end()
    subscribeTopic({ client, topic: TOPIC, events: {} })
    await settle()
    expect(client.opened(TOPIC)).toBe(2)
    expect(client.last(TOPIC).subscribing).toBe(true)
  })
})

describe('backoffMs', () => {
  it('doubles up to 15 s with jitter over nine tenths', () => {
    expect([0, 1, 2, 9].map((attempt) => backoffMs(attempt, () => 1))).toEqual([
      500, 1000, 2000, 15_000,
    ])
    expect(backoffMs(9, () => 0)).toBe(1_500)
  })
})
