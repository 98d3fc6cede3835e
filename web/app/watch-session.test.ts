import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { type SessionState, sessionStore } from '../lib/session.ts'
import { fakeApi } from '../lib/testing/fake-api.ts'
import { fakeSession } from '../lib/testing/fake-session.ts'
import { watchSession } from './watch-session.ts'

const COOKIE = 'sb-project-auth-token'
const signedIn = (id: string): SessionState => ({ status: 'signed-in', session: fakeSession(id) })

function watch(initial: SessionState) {
  const store = createStore<SessionState>(() => initial)
  const queryClient = new QueryClient()
  queryClient.setQueryData(['mine'], 'private')
  return { store, queryClient, stop: watchSession(store, queryClient) }
}

beforeEach(() => {
  fakeApi({})
})
afterEach(() => vi.restoreAllMocks())

describe('watchSession', () => {
  it('forgets everything when somebody else signs in', () => {
    const { store, queryClient, stop } = watch(signedIn('a'))
    store.setState(signedIn('b'), true)
    expect(queryClient.getQueryData(['mine'])).toBeUndefined()
    stop()
  })

  it('forgets everything on signing out', () => {
    const { store, queryClient, stop } = watch(signedIn('a'))
    store.setState({ status: 'anonymous', session: null }, true)
    expect(queryClient.getQueryData(['mine'])).toBeUndefined()
    stop()
  })

  it('keeps the cache when only the token was renewed', () => {
    const { store, queryClient, stop } = watch(signedIn('a'))
    store.setState(signedIn('a'), true)
    expect(queryClient.getQueryData(['mine'])).toBe('private')
    stop()
  })

  it('asks the client whether a cookie is still good, which ends the waiting', async () => {
    sessionStore.setState({ status: 'loading', session: null }, true)
    const stop = watchSession(sessionStore, new QueryClient())
    await expect.poll(() => sessionStore.getState().status).toBe('anonymous')
    stop()
  })

  it('loads the client when another tab has begun a session and this one is looked at again', async () => {
    const loaded = vi.fn(() => ({}))
    vi.doMock('../lib/client.ts', loaded)
    const cookie = vi.spyOn(document, 'cookie', 'get').mockReturnValue('')
    const { stop } = watch({ status: 'anonymous', session: null })
    document.dispatchEvent(new Event('visibilitychange'))
    expect(loaded).not.toHaveBeenCalled()
    vi.resetModules()
    cookie.mockReturnValue(`${COOKIE}=base64-x`)
    document.dispatchEvent(new Event('visibilitychange'))
    await expect.poll(() => loaded.mock.calls.length).toBe(1)
    stop()
    vi.doUnmock('../lib/client.ts')
  })
})
