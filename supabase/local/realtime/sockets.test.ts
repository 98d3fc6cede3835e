import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from './testing/poll.ts'
import { startRealtime, type TestRealtime, userToken } from './testing/service.ts'

let realtime: TestRealtime
const defaults = { sweepIntervalMs: 20 }

beforeAll(async () => {
  realtime = await startRealtime(defaults)
})
afterAll(() => realtime?.stop())

const broadcast = (payload: unknown) => ({ type: 'broadcast', event: 'e', payload })

describe('a socket', () => {
  it('answers heartbeats in both serializers', async () => {
    const v2 = await realtime.raw()
    v2.send('[null,"9","phoenix","heartbeat",{}]')
    expect(await v2.waitFor(({ ref }) => ref === '9')).toEqual({
      joinRef: null,
      ref: '9',
      topic: 'phoenix',
      event: 'phx_reply',
      payload: { status: 'ok', response: {} },
    })
    const v1 = await realtime.raw({ vsn: '1.0.0' })
    v1.send('{"topic":"phoenix","event":"heartbeat","payload":{},"ref":"9"}')
    await v1.waitFor(({ ref, event }) => ref === '9' && event === 'phx_reply')
    v1.close()
    v2.close()
  })

  it('survives malformed frames, which are logged', async () => {
    const raw = await realtime.raw()
    const joinRef = await raw.join('steady', { broadcast: { ack: true } })
    const malformed = [
      'not json',
      '{}',
      'null',
      '[1,2,3]',
      '[null,null,7,"e",{}]',
      '[{},null,"t","e",{}]',
      Buffer.from([]),
      Buffer.from([9, 1, 2]),
      Buffer.from([3, 200, 1, 1, 1, 1, 1, 65]),
      Buffer.from('030000010100017465{'.replace('{', '7b'), 'hex'),
    ]
    for (const frame of malformed) raw.send(frame)
    const alive = raw.push(joinRef, 'realtime:steady', 'broadcast', broadcast({}))
    expect(await raw.reply(alive)).toEqual({ status: 'ok', response: {} })
    const logs = realtime.logged.filter((line) => line.startsWith('MalformedWebSocketMessage'))
    expect(logs.length).toBe(malformed.length)
    raw.close()
  })

  it('is closed for a frame beyond five megabytes (1009)', async () => {
    const raw = await realtime.raw()
    raw.send('x'.repeat(5_000_001))
    expect(await raw.closed()).toBe(1009)
  })

  it('ignores events it does not know', async () => {
    const raw = await realtime.raw()
    const joinRef = await raw.join('quiet')
    const ref = raw.push(joinRef, 'realtime:quiet', 'dance', {})
    await raw.settle()
    expect(raw.received.filter((frame) => frame.ref === ref)).toEqual([])
    raw.close()
  })

  it('answers frames in their order, a join holding up those behind it', async () => {
    const raw = await realtime.raw()
    const payload = { config: { private: true }, access_token: await userToken({ slow: ['read'] }) }
    const refs = [
      raw.push(null, 'realtime:slow', 'phx_join', payload),
      raw.push(null, 'phoenix', 'heartbeat', {}),
      raw.push(null, 'realtime:fast', 'phx_join', {}),
      raw.push(null, 'phoenix', 'heartbeat', {}),
    ]
    await raw.reply(refs[3] ?? '')
    expect(raw.received.map(({ ref }) => ref)).toEqual(refs)
    raw.close()
  })

  it('refuses unknown paths and protocol versions', async () => {
    await expect(realtime.raw({ vsn: '3.0.0' })).rejects.toThrow('400')
    const answer = await fetch(`${realtime.origin}/realtime/v1/websocket`)
    expect(answer.status).toBe(404)
  })
})

describe('limits', () => {
  afterEach(() => realtime.restart())

  it('closes sockets that say nothing, and those without a channel', async () => {
    await realtime.restart({ idleTimeoutMs: 200 })
    const silent = await realtime.raw()
    await silent.join('idle')
    expect(await silent.closed()).toBe(1000)
    await realtime.restart({ emptyTimeoutMs: 200 })
    const empty = await realtime.raw()
    const busy = await realtime.raw()
    await busy.join('busy')
    expect(await empty.closed()).toBe(1000)
    await busy.settle()
    busy.close()
  })

  it('refuses sockets above the limit (429 Too many connected users)', async () => {
    await realtime.restart({ maxConnections: 1 })
    const first = await realtime.raw()
    await expect(realtime.raw()).rejects.toThrow('429 {"error":"Too many connected users"}')
    first.close()
    await first.closed()
    const second = await eventuallyOpen()
    second.close()
  })

  it('refuses more channels than allowed (ChannelRateLimitReached)', async () => {
    await realtime.restart({ maxChannelsPerConnection: 2 })
    const raw = await realtime.raw()
    await raw.join('a')
    const b = await raw.join('b')
    expect(await raw.joinError('c', {})).toBe('ChannelRateLimitReached: Too many channels')
    raw.push(b, 'realtime:b', 'phx_leave', {})
    await raw.join('c')
    raw.close()
  })

  it('refuses joins above the rate and closes the socket (ClientJoinRateLimitReached)', async () => {
    await realtime.restart({ maxJoinsPerSecond: 1, rateBucketMs: 200 })
    const raw = await realtime.raw()
    const join = () => raw.reply(raw.push(null, 'realtime:t', 'phx_join', {}))
    await expect.poll(join, { timeout: 5000, interval: 5 }).toEqual({
      status: 'error',
      response: { reason: 'ClientJoinRateLimitReached: Too many joins per second' },
    })
    expect(await raw.closed()).toBe(1000)
    await expect(realtime.raw()).rejects.toThrow('429 {"error":"Too many joins per second"}')
  })

  it('closes channels when there are too many messages (Too many messages per second)', async () => {
    await realtime.restart({ maxMessagesPerSecond: 20, rateBucketMs: 200 })
    const [sender, listener] = [await realtime.raw(), await realtime.raw()]
    const joinRef = await sender.join('flood', { broadcast: { ack: true } })
    await listener.join('flood')
    const burst = () => {
      for (let n = 0; n < 100; n += 1)
        sender.push(joinRef, 'realtime:flood', 'broadcast', broadcast({ n }))
      return listener.received
        .filter(({ event }) => event === 'system')
        .map(({ payload }) => payload)
    }
    await expect.poll(burst, { timeout: 10_000, interval: 50 }).toEqual([
      {
        extension: 'system',
        status: 'error',
        message: 'Too many messages per second',
        channel: 'flood',
      },
    ])
    await listener.waitFor(({ event }) => event === 'phx_close')
    sender.close()
    listener.close()
  })

  it('disconnects a client that does not read, and nobody else (1013)', async () => {
    await realtime.restart({ maxBufferedBytes: 1_000_000 })
    const [sender, slow, quick] = [await realtime.raw(), await realtime.raw(), await realtime.raw()]
    const joinRef = await sender.join('heavy', { broadcast: { ack: true } })
    await slow.join('heavy')
    await quick.join('heavy')
    slow.socket.pause()
    const payload = broadcast({ pad: 'x'.repeat(1_000_000) })
    const given = () => realtime.logged.includes('a client reads too slowly and was disconnected')
    let sent = 0
    while (!given() && sent < 100) {
      await sender.reply(sender.push(joinRef, 'realtime:heavy', 'broadcast', payload))
      sent += 1
    }
    expect(given()).toBe(true)
    slow.socket.resume()
    expect(await slow.closed()).toBe(1013)
    const heard = ({ received }: typeof slow) =>
      received.filter(({ event }) => event === 'broadcast').length
    await eventually(() => heard(quick), sent)
    expect(heard(slow)).toBeLessThan(sent)
    sender.close()
    quick.close()
  })
})

/** The server notices a closed socket a moment after the client does. */
async function eventuallyOpen() {
  const opened: Awaited<ReturnType<TestRealtime['raw']>>[] = []
  await expect
    .poll(
      () =>
        realtime.raw().then(
          (raw) => opened.push(raw),
          () => 0,
        ),
      { timeout: 5000 },
    )
    .toBe(1)
  const [raw] = opened
  if (!raw) throw new Error('unreachable: just polled')
  return raw
}
