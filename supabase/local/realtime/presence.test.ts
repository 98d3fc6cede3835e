import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from './testing/poll.ts'
import { startRealtime, type TestRealtime, userToken } from './testing/service.ts'
import { subscribed, systemMessages } from './testing/supabase.ts'

let realtime: TestRealtime

beforeAll(async () => {
  realtime = await startRealtime({ maxPresenceCalls: 5 })
})

afterAll(() => realtime?.stop())

/** A channel with presence, and who it believes to be there. */
function attend(topic: string, key: string) {
  const channel = realtime.client().channel(topic, { config: { presence: { key } } })
  channel.on('presence', { event: 'sync' }, () => undefined)
  const present = () =>
    Object.fromEntries(
      Object.entries(channel.presenceState<{ n: number }>()).map(([name, metas]) => [
        name,
        metas.map(({ n }) => n),
      ]),
    )
  return { channel, present }
}

const presence = (event: string, payload?: unknown) => ({ type: 'presence', event, payload })

describe('presence', () => {
  it('shows who is there to newcomers, and every change to everybody', async () => {
    const ann = attend('party', 'ann')
    const bob = attend('party', 'bob')
    await subscribed(ann.channel)
    expect(await ann.channel.track({ n: 1 })).toBe('ok')
    await eventually(ann.present, { ann: [1] })
    await subscribed(bob.channel)
    await eventually(bob.present, { ann: [1] })
    await bob.channel.track({ n: 2 })
    await eventually(ann.present, { ann: [1], bob: [2] })
    await ann.channel.track({ n: 3 })
    await eventually(bob.present, { ann: [3], bob: [2] })
    await ann.channel.untrack()
    await eventually(bob.present, { bob: [2] })
    await bob.channel.unsubscribe()
    await eventually(ann.present, {})
  })

  it('keeps one meta per connection under a shared key, and forgets those that disconnect', async () => {
    const watcher = attend('devices', 'watcher')
    const phone = attend('devices', 'ann')
    const laptop = attend('devices', 'ann')
    for (const { channel } of [watcher, phone, laptop]) await subscribed(channel)
    await phone.channel.track({ n: 1 })
    await laptop.channel.track({ n: 2 })
    await eventually(watcher.present, { ann: [1, 2] })
    phone.channel.socket.disconnect()
    await eventually(watcher.present, { ann: [2] })
  })

  it('names the meta that an update replaces, and says nothing about an equal one', async () => {
    const raw = await realtime.raw()
    const joinRef = await raw.join('refs', { presence: { key: 'ann', enabled: true } })
    const track = async (n: number) =>
      raw.reply(raw.push(joinRef, 'realtime:refs', 'presence', presence('TRACK', { n })))
    for (const n of [1, 1, 2]) expect(await track(n)).toEqual({ status: 'ok', response: {} })
    const [state, first, second, ...more] = raw.received.filter(({ event }) =>
      event.startsWith('presence_'),
    )
    expect(state).toMatchObject({ joinRef, event: 'presence_state', payload: {} })
    const firstMeta = { n: 1, phx_ref: expect.any(String) }
    expect(first).toMatchObject({
      joinRef: null,
      payload: { joins: { ann: { metas: [firstMeta] } }, leaves: {} },
    })
    const phx_ref_prev = /"phx_ref":"(\w+)"/.exec(JSON.stringify(first))?.[1]
    expect(second?.payload).toEqual({
      joins: { ann: { metas: [{ n: 2, phx_ref: expect.any(String), phx_ref_prev }] } },
      leaves: { ann: { metas: [{ n: 1, phx_ref: phx_ref_prev }] } },
    })
    expect(more).toEqual([])
    raw.close()
  })

  it('refuses a payload that is not an object and events it does not know', async () => {
    const raw = await realtime.raw()
    const joinRef = await raw.join('odd')
    const reply = (event: string, payload: unknown) =>
      raw.reply(raw.push(joinRef, 'realtime:odd', 'presence', presence(event, payload)))
    expect(await reply('track', [1])).toEqual({
      status: 'error',
      response: { reason: 'Presence track payload must be a map' },
    })
    expect(await reply('dance', {})).toEqual({ status: 'error', response: {} })
    raw.close()
  })

  it('closes the channel of who calls too often (Client presence rate limit exceeded)', async () => {
    const { channel } = attend('busy', 'ann')
    const system = systemMessages(channel)
    await subscribed(channel)
    for (let n = 0; n < 5; n += 1) expect(await channel.track({ n })).toBe('ok')
    void channel.track({ n: 5 })
    await eventually(
      () => system.map(({ message }) => message),
      ['Client presence rate limit exceeded'],
    )
    await eventually(() => channel.state, 'closed')
  })

  it('closes the channel whose payload is too large (Track message size exceeded)', async () => {
    await realtime.restart({ maxPayloadKb: 1 })
    const { channel } = attend('huge', 'ann')
    const system = systemMessages(channel)
    await subscribed(channel)
    void channel.track({ pad: 'x'.repeat(2000) })
    await eventually(() => system.map(({ message }) => message), ['Track message size exceeded'])
    await realtime.restart()
  })
})

describe('presence on private channels', () => {
  const config = { private: true, presence: { key: 'ann', enabled: true } }

  it('follows the policies for reading and writing presence', async () => {
    const raw = await realtime.raw()
    const reader = await raw.join('vip', config, await userToken({ vip: ['presence:read'] }))
    await raw.waitFor(({ event }) => event === 'presence_state')
    const denied = raw.push(reader, 'realtime:vip', 'presence', presence('track', {}))
    expect(await raw.reply(denied)).toEqual({ status: 'error', response: {} })
    const other = await realtime.raw()
    const writer = await other.join(
      'vip',
      config,
      await userToken({ vip: ['read', 'presence:write'] }),
    )
    const allowed = other.push(writer, 'realtime:vip', 'presence', presence('track', { n: 1 }))
    expect(await other.reply(allowed)).toEqual({ status: 'ok', response: {} })
    await raw.waitFor(({ event }) => event === 'presence_diff')
    await other.settle()
    expect(other.received.filter(({ event }) => event.startsWith('presence_'))).toEqual([])
    raw.close()
    other.close()
  })

  it('asks for the right to read when tracking switches presence on', async () => {
    const raw = await realtime.raw()
    const token = await userToken({ late: ['read', 'presence:read', 'presence:write'] })
    const joinRef = await raw.join('late', { private: true }, token)
    const ref = raw.push(joinRef, 'realtime:late', 'presence', presence('track', { n: 1 }))
    expect(await raw.reply(ref)).toEqual({ status: 'ok', response: {} })
    await raw.waitFor(({ event }) => event === 'presence_diff')
    expect(raw.received.filter(({ event }) => event === 'presence_state')).toEqual([])
    raw.close()
  })
})
