import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { errorForCode } from '../../../lib/errors.ts'
import { subscribeTopic } from '../../../lib/realtime.ts'
import { FakeRealtimeClient } from '../../../lib/realtime-fake.ts'
import { createAuctionSession } from './auction-session.ts'
import { fetchAuction } from './fetch-auction.ts'
import { fetchShow } from './fetch-show.ts'
import { sampleEvent, sampleLot, sampleMessage, sampleShow, sampleShowSnapshot } from './samples.ts'
import { createShowSession } from './show-session.ts'
import { fakeClock } from './test-session.tsx'

vi.mock('./fetch-show.ts', () => ({ fetchShow: vi.fn() }))
vi.mock('./fetch-auction.ts', () => ({ fetchAuction: vi.fn() }))

const SHOW = 'show:show-1'
const CHAT = 'show:show-1:chat'
const settle = () => vi.advanceTimersByTimeAsync(0)

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
  })
  vi.mocked(fetchShow).mockReset()
  vi.mocked(fetchShow).mockResolvedValue(sampleShowSnapshot())
  vi.mocked(fetchAuction).mockReset()
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

async function liveShow() {
  const client = new FakeRealtimeClient()
  const clock = { ...fakeClock(), observe: vi.fn() }
  const session = createShowSession('show-1', {
    connect: async () => (topic) => subscribeTopic({ client, ...topic }),
    clock,
  })
  const stop = session.start()
  await settle()
  client.last(SHOW).say('SUBSCRIBED')
  client.last(CHAT).say('SUBSCRIBED')
  await settle()
  return { client, clock, session, stop }
}

describe('a show session', () => {
  it('is live after the snapshot, and sets its clock by it', async () => {
    const { session, clock } = await liveShow()
    expect(session.store.getState().connection).toBe('live')
    expect(session.store.getState().show?.title).toBe('Sunday watches')
    expect(clock.observe).toHaveBeenCalledWith(
      '2026-11-23T12:00:30.000Z',
      expect.any(Number),
      expect.any(Number),
    )
  })

  it('applies broadcasts of lots and show', async () => {
    const { session, client } = await liveShow()
    client.last(SHOW).broadcast('auction', { ...sampleEvent(), id: 'lot-1', extra: 1 })
    client.last(SHOW).broadcast('show', { ...sampleShow(), version: 8, viewers: 77 })
    expect(session.store.getState().lots['lot-1']?.version).toBe(6)
    expect(session.store.getState().show?.viewers).toBe(77)
  })

  it('gathers chat for a fifth of a second, and removes messages at once', async () => {
    const { session, client } = await liveShow()
    client
      .last(CHAT)
      .broadcast('chat', { messages: [sampleMessage({ id: 'm2', client_id: 'c2' })] })
    client
      .last(CHAT)
      .broadcast('chat', { messages: [sampleMessage({ id: 'm3', client_id: 'c3' })] })
    expect(session.store.getState().chat.messages).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(200)
    expect(session.store.getState().chat.messages).toHaveLength(3)
    client.last(CHAT).broadcast('chat_removed', { ids: ['m2'] })
    expect(session.store.getState().chat.messages).toHaveLength(2)
  })

  it('drops a broadcast that cannot be read, and says so', async () => {
    const { session, client } = await liveShow()
    const before = session.store.getState()
    client.last(SHOW).broadcast('auction', { id: 'lot-1' })
    expect(session.store.getState()).toBe(before)
    expect(console.warn).toHaveBeenCalledTimes(1)
  })

  it('asks for a snapshot when a broadcast shows that one is needed, once for several', async () => {
    const { client, session } = await liveShow()
    client.last(SHOW).broadcast('auction', sampleEvent({ id: 'lot-7' }))
    client.last(SHOW).broadcast('auction', sampleEvent({ id: 'lot-7', version: 7 }))
    await vi.advanceTimersByTimeAsync(1_000)
    expect(fetchShow).toHaveBeenCalledTimes(2)
    session.refresh()
    await settle()
    expect(fetchShow).toHaveBeenCalledTimes(3)
  })

  it('is missing when there is no such show (NOFND)', async () => {
    vi.mocked(fetchShow).mockRejectedValue(errorForCode('NOFND'))
    const { session } = await liveShow()
    expect(session.store.getState().connection).toBe('missing')
  })

  it('hears nothing any more after its end', async () => {
    const { session, client, stop } = await liveShow()
    stop()
    client.last(SHOW).broadcast('auction', sampleEvent())
    expect(session.store.getState().lots['lot-1']?.version).toBe(5)
    expect(session.store.getState().connection).toBe('closed')
  })
})

describe('an auction session', () => {
  const initial = { ...sampleLot(), server_time: '2026-11-23T12:00:30.000Z' }

  it.each([
    [null, 'auction:lot-1'],
    ['show-1', SHOW],
  ])('in show %s listens to %s, for its own events only', async (show_id, topic) => {
    vi.mocked(fetchAuction).mockResolvedValue({ ...initial, show_id })
    const client = new FakeRealtimeClient()
    const session = createAuctionSession(
      { ...initial, show_id },
      { connect: async () => (topic) => subscribeTopic({ client, ...topic }), clock: fakeClock() },
    )
    expect(session.store.getState().lots['lot-1']?.price_cents).toBe(2300)
    session.refresh()
    const stop = session.start()
    await settle()
    client.last(topic).say('SUBSCRIBED')
    await settle()
    client.last(topic).broadcast('auction', sampleEvent({ id: 'lot-9', version: 99 }))
    client.last(topic).broadcast('auction', sampleEvent())
    expect(Object.keys(session.store.getState().lots)).toEqual(['lot-1'])
    expect(session.store.getState().lots['lot-1']?.version).toBe(6)
    expect(session.store.getState().connection).toBe('live')
    stop()
  })
})
