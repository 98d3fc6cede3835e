import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from './testing/poll.ts'
import { startRealtime, type TestRealtime, userToken } from './testing/service.ts'
import { collect, subscribed } from './testing/supabase.ts'

let realtime: TestRealtime

beforeAll(async () => {
  realtime = await startRealtime()
})

afterAll(() => realtime?.stop())

describe('a public channel', () => {
  it('carries a broadcast from one client to another, unchanged', async () => {
    const sender = realtime.client().channel('room')
    const listener = realtime.client().channel('room')
    const heard = collect(listener, 'bid')
    await Promise.all([subscribed(sender), subscribed(listener)])
    const payload = { amount: 2500, text: 'größer € 🎉', nested: { list: [1, null, true] } }
    await sender.send({ type: 'broadcast', event: 'bid', payload })
    await eventually(() => heard, [{ type: 'broadcast', event: 'bid', payload }])
  })

  it('gives the sender its own broadcast only with self', async () => {
    const config = (self: boolean) => ({ config: { broadcast: { self, ack: true } } })
    const selfish = realtime.client().channel('echo', config(true))
    const modest = realtime.client().channel('echo', config(false))
    const heard = { selfish: collect(selfish, 'e'), modest: collect(modest, 'e') }
    await Promise.all([subscribed(selfish), subscribed(modest)])
    expect(await modest.send({ type: 'broadcast', event: 'e', payload: { from: 'modest' } })).toBe(
      'ok',
    )
    expect(
      await selfish.send({ type: 'broadcast', event: 'e', payload: { from: 'selfish' } }),
    ).toBe('ok')
    const names = (list: Record<string, unknown>[]) => list.map(({ payload }) => payload)
    await eventually(() => names(heard.selfish), [{ from: 'modest' }, { from: 'selfish' }])
    await eventually(() => names(heard.modest), [{ from: 'selfish' }])
  })

  it('carries raw bytes to serializer 2.0.0 and withholds them from 1.0.0', async () => {
    const sender = realtime.client().channel('bytes', { config: { broadcast: { ack: true } } })
    const listener = realtime.client().channel('bytes')
    const heard = collect(listener, 'frame')
    const old = await realtime.raw({ vsn: '1.0.0' })
    await joinAs1(old, 'realtime:bytes')
    await Promise.all([subscribed(sender), subscribed(listener)])
    const payload = Uint8Array.of(0, 255, 1, 128).buffer
    await sender.send({ type: 'broadcast', event: 'frame', payload })
    await sender.send({ type: 'broadcast', event: 'after', payload: { n: 1 } })
    const bytes = () => heard.map((message) => new Uint8Array(message.payload as ArrayBuffer))
    await eventually(bytes, [Uint8Array.of(0, 255, 1, 128)])
    const after = await old.waitFor(({ event }) => event === 'broadcast')
    expect(after.payload).toEqual({ type: 'broadcast', event: 'after', payload: { n: 1 } })
  })

  it('relays what a 1.0.0 client sends as it is', async () => {
    const listener = realtime.client().channel('old')
    const heard = collect(listener, 'hello')
    await subscribed(listener)
    const old = await realtime.raw({ vsn: '1.0.0' })
    await joinAs1(old, 'realtime:old')
    const payload = { type: 'broadcast', event: 'hello', payload: { a: 1 } }
    old.send(JSON.stringify({ topic: 'realtime:old', event: 'broadcast', payload, ref: '2' }))
    await eventually(() => heard, [payload])
    old.close()
  })

  it('is another topic than the private channel of the same name', async () => {
    const token = await userToken({ twin: ['read', 'write'] })
    const open = realtime.client().channel('twin')
    const closed = (await realtime.signedIn(token)).channel('twin', {
      config: { private: true, broadcast: { ack: true } },
    })
    const heard = collect(open, 'e')
    const sender = realtime.client().channel('twin', { config: { broadcast: { ack: true } } })
    await Promise.all([subscribed(open), subscribed(closed), subscribed(sender)])
    expect(await closed.send({ type: 'broadcast', event: 'e', payload: { secret: true } })).toBe(
      'ok',
    )
    await sender.send({ type: 'broadcast', event: 'e', payload: { secret: false } })
    await eventually(() => heard.map(({ payload }) => payload), [{ secret: false }])
  })

  it('stops hearing after it left', async () => {
    const client = realtime.client()
    const leaver = client.channel('leave')
    const sender = realtime.client().channel('leave', { config: { broadcast: { ack: true } } })
    const heard = collect(leaver, 'e')
    await Promise.all([subscribed(leaver), subscribed(sender)])
    expect(await leaver.unsubscribe()).toBe('ok')
    expect(await sender.send({ type: 'broadcast', event: 'e', payload: {} })).toBe('ok')
    expect(heard).toEqual([])
  })
})

describe('a private channel', () => {
  const config = { config: { private: true, broadcast: { ack: true } } }

  it('carries broadcasts between users whose policies allow it', async () => {
    const writer = (
      await realtime.signedIn(await userToken({ 'show:1': ['read', 'write'] }))
    ).channel('show:1', config)
    const reader = (await realtime.signedIn(await userToken({ 'show:1': ['read'] }))).channel(
      'show:1',
      config,
    )
    const heard = collect(reader, 'bid')
    await Promise.all([subscribed(writer), subscribed(reader)])
    expect(await writer.send({ type: 'broadcast', event: 'bid', payload: { n: 1 } })).toBe('ok')
    await eventually(() => heard.map(({ payload }) => payload), [{ n: 1 }])
  })

  it('drops a broadcast without write permission silently, even with ack, until a token allows it', async () => {
    const listener = (await realtime.signedIn(await userToken({ 'show:2': ['read'] }))).channel(
      'show:2',
      config,
    )
    const heard = collect(listener, 'bid')
    await subscribed(listener)
    const raw = await realtime.raw()
    const private2 = { private: true, broadcast: { ack: true } }
    const joinRef = await raw.join('show:2', private2, await userToken({ 'show:2': ['read'] }))
    const bid = (n: number) =>
      raw.push(joinRef, 'realtime:show:2', 'broadcast', {
        type: 'broadcast',
        event: 'bid',
        payload: { n },
      })
    const denied = [bid(1), bid(2)]
    await raw.settle()
    expect(raw.received.filter(({ ref }) => ref !== null && denied.includes(ref))).toEqual([])
    const access_token = await userToken({ 'show:2': ['read', 'write'] })
    raw.push(joinRef, 'realtime:show:2', 'access_token', { access_token })
    expect(await raw.reply(bid(3))).toEqual({ status: 'ok', response: {} })
    await eventually(() => heard.map(({ payload }) => payload), [{ n: 3 }])
    raw.close()
  })

  it('withholds broadcasts from whoever may only read presence', async () => {
    const raw = await realtime.raw()
    const onlyPresence = await userToken({ 'show:3': ['presence:read'] })
    await raw.join('show:3', { private: true, presence: { enabled: true } }, onlyPresence)
    const writer = (
      await realtime.signedIn(await userToken({ 'show:3': ['read', 'write'] }))
    ).channel('show:3', config)
    await subscribed(writer)
    expect(await writer.send({ type: 'broadcast', event: 'bid', payload: {} })).toBe('ok')
    await raw.settle()
    expect(raw.binary).toEqual([])
    raw.close()
  })
})

describe('payload size', () => {
  it('refuses a broadcast over the limit with ack (payload_size_exceeded) and drops it without', async () => {
    await realtime.restart({ maxPayloadKb: 1 })
    const raw = await realtime.raw()
    const payload = { type: 'broadcast', event: 'e', payload: { pad: 'x'.repeat(1500) } }
    const ackRef = await raw.join('ack', { broadcast: { ack: true, self: true } })
    const reply = await raw.reply(raw.push(ackRef, 'realtime:ack', 'broadcast', payload))
    expect(reply).toEqual({ status: 'error', response: 'payload_size_exceeded' })
    const silentRef = await raw.join('silent', { broadcast: { self: true } })
    const ref = raw.push(silentRef, 'realtime:silent', 'broadcast', payload)
    await raw.settle()
    expect(
      raw.received.filter((frame) => frame.ref === ref || frame.event === 'broadcast'),
    ).toEqual([])
    raw.close()
    await realtime.restart()
  })
})

async function joinAs1(client: Awaited<ReturnType<TestRealtime['raw']>>, topic: string) {
  client.send(
    JSON.stringify({ topic, event: 'phx_join', payload: { config: {} }, ref: '1', join_ref: '1' }),
  )
  expect(await client.reply('1')).toMatchObject({ status: 'ok' })
}
