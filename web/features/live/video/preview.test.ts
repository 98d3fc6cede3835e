import { act, cleanup, renderHook } from '@testing-library/react'
import { createLocalTracks, type LocalTrack } from 'livekit-client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { usePreview } from './use-preview.ts'

vi.mock('livekit-client', async (original) => ({
  ...(await original<typeof import('livekit-client')>()),
  createLocalTracks: vi.fn(),
}))

const track = { stop: vi.fn() }
let allow: () => void

beforeEach(() => {
  track.stop.mockReset()
  vi.mocked(createLocalTracks).mockReturnValue(
    new Promise((resolve) => {
      allow = () => resolve([track] as unknown as LocalTrack[])
    }),
  )
})
afterEach(cleanup)

it('holds what it was allowed, and switches it off when the page is left', async () => {
  const { result, unmount } = renderHook(usePreview)
  act(() => void result.current.start())
  await act(async () => allow())
  expect(result.current.tracks).toEqual([track])
  expect(result.current.starting).toBe(false)
  expect(track.stop).not.toHaveBeenCalled()
  unmount()
  expect(track.stop).toHaveBeenCalledOnce()
})

it('does not film somebody who has left before they allowed it', async () => {
  const { result, unmount } = renderHook(usePreview)
  act(() => void result.current.start())
  unmount()
  await act(async () => allow())
  expect(track.stop).toHaveBeenCalledOnce()
})

it('does not film somebody who has stopped it before they allowed it', async () => {
  const { result } = renderHook(usePreview)
  act(() => void result.current.start())
  act(() => result.current.stop())
  await act(async () => allow())
  expect(track.stop).toHaveBeenCalledOnce()
  expect(result.current.tracks).toEqual([])
  expect(result.current.starting).toBe(false)
})
