import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PUBLISHABLE_KEY, SECRET_KEY } from '../keys.ts'
import { eventually } from './testing/poll.ts'
import { startRealtime, type TestRealtime, userToken } from './testing/service.ts'
import { collect, subscribed } from './testing/supabase.ts'

let realtime: TestRealtime

beforeAll(async () => {
  realtime = await startRealtime({ maxPayloadKb: 10 })
})
afterAll(() => realtime?.stop())

function post(path: string, body: BodyInit, headers: Record<string, string> = {}) {
  return fetch(`${realtime.origin}/realtime/v1/api/broadcast${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', apikey: PUBLISHABLE_KEY, ...headers },
  })
}

const batch = (messages: unknown, headers?: Record<string, string>) =>
  post('', JSON.stringify({ messages }), headers)

async function answer(response: Response): Promise<[number, unknown]> {
  const text = await response.text()
  return [response.status, text === '' ? '' : JSON.parse(text)]
}

/** A client that hears event `e` of a topic. */
async function listener(topic: string, isPrivate = false) {
  const token = await userToken({ [topic]: ['read', 'write'] })
  const client = await realtime.signedIn(token)
  const channel = client.channel(topic, { config: { private: isPrivate } })
  const heard = collect(channel, 'e')
  await subscribed(channel)
  return { channel, heard, token }
}

describe('POST /api/broadcast', () => {
  it('delivers a batch to public listeners, with the id as meta (202)', async () => {
    const { heard } = await listener('batch')
    const id = crypto.randomUUID()
    const response = await batch([
      { topic: 'batch', event: 'e', payload: { n: 1 } },
      { topic: 'batch', event: 'e', payload: { n: 2 }, id, private: false },
    ])
    expect(await answer(response)).toEqual([202, ''])
    await eventually(
      () => heard,
      [
        { type: 'broadcast', event: 'e', payload: { n: 1 } },
        { type: 'broadcast', event: 'e', payload: { n: 2 }, meta: { id } },
      ],
    )
  })

  it('skips private messages that are not allowed, still with 202; service_role may', async () => {
    const { heard, token } = await listener('mine', true)
    const message = (n: number) => [{ topic: 'mine', event: 'e', payload: { n }, private: true }]
    const read = await userToken({ mine: ['read'] })
    expect((await batch(message(1), { authorization: `Bearer ${read}` })).status).toBe(202)
    expect((await batch(message(2))).status).toBe(202)
    expect((await batch(message(3), { authorization: `Bearer ${token}` })).status).toBe(202)
    expect((await batch(message(4), { apikey: SECRET_KEY })).status).toBe(202)
    await eventually(() => heard.map(({ payload }) => payload), [{ n: 3 }, { n: 4 }])
  })

  it('refuses bad tokens (401)', async () => {
    for (const authorization of [
      'Bearer junk',
      'Basic abc',
      `Bearer ${await userToken({}, { expiresIn: -1 })}`,
    ]) {
      expect(await answer(await batch([], { authorization }))).toEqual([
        401,
        { message: 'Unauthorized' },
      ])
    }
  })

  it('names what is wrong with each message and sends none of them (422)', async () => {
    const { heard } = await listener('strict')
    const response = await batch([
      { topic: 'strict', event: 'e', payload: { n: 1 } },
      { topic: 'strict', event: 'e' },
      { topic: '', event: 'e', payload: 'text' },
      { topic: 'strict', event: 'e', payload: { pad: 'x'.repeat(11_000) } },
    ])
    expect(await answer(response)).toEqual([
      422,
      {
        errors: {
          messages: [
            {},
            { payload: ["can't be blank"] },
            { topic: ["can't be blank"], payload: ['is invalid'] },
            { payload: ['Payload size exceeds tenant limit'] },
          ],
        },
      },
    ])
    expect((await batch('all')).status).toBe(422)
    expect((await post('', 'not json')).status).toBe(400)
    expect(heard).toEqual([])
  })
})

describe('POST /api/broadcast/:topic/events/:event', () => {
  it('is what httpSend uses, for JSON and for bytes (202)', async () => {
    const { heard } = await listener('one: ä/ö')
    const { channel } = await listener('other')
    const sender = channel.socket.channel('one: ä/ö')
    expect(await sender.httpSend('e', { n: 1 })).toEqual({ success: true })
    expect(await sender.httpSend('e', Uint8Array.of(1, 2))).toEqual({ success: true })
    await eventually(() => heard.length, 2)
    expect(heard[0]).toEqual({ type: 'broadcast', event: 'e', payload: { n: 1 } })
    expect(heard[1]?.payload).toEqual(Uint8Array.of(1, 2).buffer)
  })

  it('refuses private messages that are not allowed (403)', async () => {
    const { heard, token } = await listener('secret', true)
    const path = '/secret/events/e?private=true&apikey=ignored&vsn=2.0.0'
    expect(await answer(await post(path, '{}'))).toEqual([403, { message: 'Unauthorized' }])
    expect((await post(path, '{"n":1}', { authorization: `Bearer ${token}` })).status).toBe(202)
    await eventually(() => heard.map(({ payload }) => payload), [{ n: 1 }])
  })

  it('refuses other content types (415), sizes (422), bodies (400) and tokens (401)', async () => {
    const path = '/x/events/e'
    expect((await post(path, 'hi', { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await post(path, JSON.stringify('x'.repeat(11_000)))).status).toBe(422)
    expect((await post(path, '{')).status).toBe(400)
    expect((await post(path, '{}', { authorization: 'Bearer x' })).status).toBe(401)
    expect((await post('/%E0%A4%A/events/e', '{}')).status).toBe(400)
  })

  it('answers preflights, other methods (405) and other paths (404) with CORS', async () => {
    const url = `${realtime.origin}/realtime/v1/api/broadcast`
    const preflight = await fetch(url, { method: 'OPTIONS' })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
    expect((await fetch(url)).status).toBe(405)
    expect((await fetch(`${url}s`, { method: 'POST' })).status).toBe(404)
  })
})

describe('the rate limit', () => {
  it('refuses batches that would pass it, and everything once it is passed (429)', async () => {
    await realtime.restart({ maxMessagesPerSecond: 10, rateBucketMs: 200 })
    const messages = Array.from({ length: 11 }, () => ({ topic: 't', event: 'e', payload: {} }))
    expect(await answer(await batch(messages))).toEqual([
      429,
      { message: 'Too many messages to broadcast, please reduce the batch size' },
    ])
    const send = async () => answer(await batch(messages.slice(0, 9)))
    await expect
      .poll(send, { timeout: 10_000, interval: 5 })
      .toEqual([429, { message: 'You have exceeded your rate limit' }])
    expect((await post('/t/events/e', '{}')).status).toBe(429)
    await realtime.restart()
  })
})
