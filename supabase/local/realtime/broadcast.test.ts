import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startRealtime, type TestRealtime } from './testing/service.ts'
import { collect, subscribed } from './testing/supabase.ts'

let realtime: TestRealtime

beforeAll(async () => {
  realtime = await startRealtime()
})

afterAll(() => realtime?.stop())

describe('a public channel', () => {
  it('carries a broadcast from one supabase-js client to another, unchanged', async () => {
    const [sender, listener] = [
      realtime.client().channel('room'),
      realtime.client().channel('room'),
    ]
    const heard = collect(listener, 'bid')
    await Promise.all([subscribed(sender), subscribed(listener)])
    const payload = { amount: 2500, text: 'größer € 🎉', nested: { list: [1, null, true] } }
    await sender.send({ type: 'broadcast', event: 'bid', payload })
    await expect.poll(() => heard).toEqual([{ type: 'broadcast', event: 'bid', payload }])
  })
})
