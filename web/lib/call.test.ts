import { afterEach, expect, it } from 'vitest'
import { call } from './call.ts'
import { setSession } from './session.ts'
import { fakeApi, json, raised } from './testing/fake-api.ts'
import { signInAs } from './testing/sign-in-as.ts'

const NAME = 'POST /rest/v1/rpc/server_time'
const NOW = '2026-11-25T12:00:00.000Z'

afterEach(() => setSession(null))

it('asks anonymously with one request', async () => {
  const { requests } = fakeApi({ [NAME]: () => json(NOW) })
  expect(await call('server_time', {})).toBe(NOW)
  expect(requests).toMatchObject([{ name: NAME, body: {} }])
})

it('asks with the session of who is signed in', async () => {
  fakeApi({ [NAME]: () => json(NOW) })
  await signInAs('bea')
  expect(await call('server_time', {})).toBe(NOW)
})

it('throws what the database raised, in either case', async () => {
  fakeApi({ 'POST /rest/v1/rpc/show_snapshot': () => raised('NOFND') })
  const ask = () => call('show_snapshot', { p_show_id: 'nowhere' })
  await expect(ask()).rejects.toMatchObject({ code: 'NOFND' })
  await signInAs('bea')
  await expect(ask()).rejects.toMatchObject({ code: 'NOFND' })
})

it('calls no answer NETWORK, and a page of a broken gateway UNKNOWN', async () => {
  fakeApi({
    [NAME]: () => {
      throw new TypeError('Failed to fetch')
    },
  })
  await expect(call('server_time', {})).rejects.toMatchObject({ code: 'NETWORK' })
  fakeApi({ [NAME]: () => new Response('<h1>Bad gateway</h1>', { status: 502 }) })
  await expect(call('server_time', {})).rejects.toMatchObject({ code: 'UNKNOWN' })
})
