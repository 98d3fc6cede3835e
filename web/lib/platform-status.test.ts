import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { platformStatusQuery } from './platform-status.ts'
import { fakeApi, json } from './testing/fake-api.ts'

const NAME = 'GET /rest/v1/platform_status'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
})
afterEach(() => vi.useRealTimers())

it('is asked for once a minute, and every few seconds while bidding is paused', async () => {
  let paused_at: string | null = null
  const api = fakeApi({ [NAME]: () => json([{ paused_at, message: null }]) })
  const stop = new QueryObserver(new QueryClient(), platformStatusQuery).subscribe(() => undefined)
  await vi.advanceTimersByTimeAsync(59_000)
  expect(api.to(NAME)).toHaveLength(1)
  paused_at = '2026-11-23T12:00:00.000Z'
  await vi.advanceTimersByTimeAsync(1_500)
  expect(api.to(NAME)).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(3_000)
  expect(api.to(NAME).length).toBeGreaterThan(2)
  paused_at = null
  await vi.advanceTimersByTimeAsync(3_000)
  const asked = api.to(NAME).length
  await vi.advanceTimersByTimeAsync(50_000)
  expect(api.to(NAME)).toHaveLength(asked)
  stop()
})
