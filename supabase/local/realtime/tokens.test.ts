import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from './testing/poll.ts'
import type { RawClient } from './testing/raw-client.ts'
import { startRealtime, type TestRealtime, userToken } from './testing/service.ts'
import { collect, statuses, subscribed, systemMessages } from './testing/supabase.ts'

let realtime: TestRealtime
let raw: RawClient

beforeAll(async () => {
  realtime = await startRealtime({ sweepIntervalMs: 20 })
})
beforeEach(async () => {
  raw = await realtime.raw()
  return () => raw.close()
})
afterAll(() => realtime?.stop())

/** The texts of the system errors that closed channels of `client`. */
function fatal(client: RawClient): unknown[] {
  return client.received
    .filter(({ event }) => event === 'system')
    .map(({ payload }) => (payload as { message: string }).message)
}

describe('a new access token on a joined channel', () => {
  const config = { private: true }
  const topic = 'realtime:room'

  it('keeps the channel when it may still read, and clients send it by themselves', async () => {
    const topics = { room: ['read' as const] }
    let token = await userToken(topics)
    const client = await realtime.signedIn(() => token)
    const channel = client.channel('room', { config: { private: true } })
    const heard = collect(channel, 'e')
    const seen = statuses(channel)
    await eventually(() => seen, ['SUBSCRIBED'])
    token = await userToken(topics, { expiresIn: 7200 })
    await client.realtime.setAuth()
    await realtime.db.sql`select realtime.send('{}', 'e', 'room')`
    await eventually(() => heard.length, 1)
    expect(seen).toEqual(['SUBSCRIBED'])
  })

  it('closes the channel when nothing may be read any more', async () => {
    let token = await userToken({ room: ['read'] })
    const client = await realtime.signedIn(() => token)
    const channel = client.channel('room', { config: { private: true } })
    const system = systemMessages(channel)
    const seen = statuses(channel)
    await eventually(() => seen, ['SUBSCRIBED'])
    token = await userToken({ room: ['write'] })
    await client.realtime.setAuth()
    await eventually(() => seen, ['SUBSCRIBED', 'CLOSED'])
    expect(system).toEqual([
      {
        extension: 'system',
        status: 'error',
        message: 'You do not have permissions to read from this Channel topic: room',
        channel: 'room',
      },
    ])
  })

  it('closes the channel when one of two rights is lost', async () => {
    const both = await userToken({ room: ['read', 'presence:read'] })
    const joinRef = await raw.join('room', { private: true, presence: { enabled: true } }, both)
    const access_token = await userToken({ room: ['read'] })
    raw.push(joinRef, topic, 'access_token', { access_token })
    const close = await raw.waitFor(({ event }) => event === 'phx_close')
    expect(close.ref).toBe(joinRef)
    expect(fatal(raw)).toEqual([
      'You no longer have permission to read from this Channel topic: room',
    ])
  })

  it('closes the channel when the token is bad, with the reason', async () => {
    const good = await userToken({ room: ['read'] })
    const bad: [string, RegExp][] = [
      [await userToken({}, { expiresIn: -90 }), /^Token has expired 9\d seconds ago$/],
      ['nonsense', /^The token provided is not a valid JWT$/],
      [await userToken({}, { role: null }), /^Fields `role` and `exp` are required in JWT$/],
      [await userToken({}, { secret: 'y'.repeat(40) }), /^Failed to validate JWT signature$/],
    ]
    for (const [access_token, text] of bad) {
      const client = await realtime.raw()
      const joinRef = await client.join('room', config, good)
      client.push(joinRef, topic, 'access_token', { access_token })
      await client.waitFor(({ event }) => event === 'phx_close')
      expect(fatal(client)).toEqual([expect.stringMatching(text)])
      client.close()
    }
  })

  it('is ignored when it is null, unchanged or an API key', async () => {
    const token = await userToken({ room: ['read'] })
    const joinRef = await raw.join('room', config, token)
    for (const access_token of [null, token, 'sb_publishable_other', 17]) {
      raw.push(joinRef, topic, 'access_token', { access_token })
    }
    await raw.settle()
    expect(raw.received.filter(({ event }) => event !== 'phx_reply')).toEqual([])
  })
})

describe('expiry', () => {
  it('closes private and public channels when their token runs out, and leaves the others', async () => {
    const short = await userToken({ a: ['read'] }, { expiresIn: 2 })
    const endless = await raw.join('b')
    await raw.join('a', { private: true }, short)
    await raw.join('c', {}, short)
    await eventually(() => fatal(raw).length, 2)
    for (const text of fatal(raw)) expect(text).toMatch(/^Token has expired \d seconds ago$/)
    const closes = raw.received.filter(({ event }) => event === 'phx_close')
    expect(closes.map(({ topic }) => topic).sort()).toEqual(['realtime:a', 'realtime:c'])
    const leave = await raw.reply(raw.push(endless, 'realtime:b', 'phx_leave', {}))
    expect(leave.status).toBe('ok')
  })

  it('is not met when the token is replaced in time', async () => {
    const seconds = (expiresIn: number) => userToken({ a: ['read'] }, { expiresIn })
    const first = await raw.join('a', { private: true }, await seconds(2))
    raw.push(first, 'realtime:a', 'access_token', { access_token: await seconds(600) })
    await raw.join('b', {}, await seconds(2))
    await raw.waitFor(({ event, topic }) => event === 'phx_close' && topic === 'realtime:b')
    expect(
      raw.received.filter(({ topic, event }) => topic === 'realtime:a' && event === 'phx_close'),
    ).toEqual([])
  })
})

describe('the API key of the handshake', () => {
  const refusal = (apikey: string) =>
    realtime.raw({ apikey }).catch((error: Error) => error.message)

  it('has to be there, genuine, complete and not expired (401)', async () => {
    expect(await refusal('')).toBe('401 {"error":"API key is missing"}')
    expect(await refusal('sb_publishable_unknown')).toBe(
      '401 {"error":"The token provided is not a valid JWT"}',
    )
    expect(await refusal(await userToken({}, { secret: 'z'.repeat(40) }))).toBe(
      '401 {"error":"Failed to validate JWT signature"}',
    )
    expect(await refusal(await userToken({}, { expiresIn: -5 }))).toBe(
      '401 {"error":"Token has expired"}',
    )
    expect(await refusal(await userToken({}, { role: null }))).toBe(
      '401 {"error":"Fields `role` and `exp` are required in JWT"}',
    )
  })

  it('may be a JWT, and its role is the default of channels without a token', async () => {
    const client = await realtime.raw({ apikey: await userToken({ mine: ['read'] }) })
    await client.join('mine', { private: true })
    client.close()
  })

  it('may come as x-api-key, which beats the query', async () => {
    const headers = { 'x-api-key': await userToken({ mine: ['read'] }) }
    const client = await realtime.raw({ apikey: 'junk', headers })
    await client.join('mine', { private: true })
    client.close()
  })

  it('works for supabase-js with a publishable key', async () => {
    await subscribed(realtime.client().channel('hello'))
  })
})
