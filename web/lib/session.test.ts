import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { fakeSession } from './testing/fake-session.ts'

const COOKIE = 'sb-project-auth-token'
const cookies = vi.spyOn(document, 'cookie', 'get')

beforeEach(() => {
  vi.resetModules()
  vi.stubEnv('VITE_SUPABASE_URL', 'https://project.test')
  vi.stubEnv('VITE_SUPABASE_PUBLISHABLE_KEY', 'sb_publishable_x')
})
afterEach(() => {
  vi.unstubAllEnvs()
})

it('starts as anonymous when there is no cookie', async () => {
  cookies.mockReturnValue('')
  const { sessionStore } = await import('./session.ts')
  expect(sessionStore.getState()).toEqual({ status: 'anonymous', session: null })
})

it('starts as loading when there is one, until the client has read it', async () => {
  cookies.mockReturnValue(`${COOKIE}=base64-x`)
  const { sessionStore, setSession } = await import('./session.ts')
  expect(sessionStore.getState().status).toBe('loading')
  const session = fakeSession('u1')
  setSession(session)
  expect(sessionStore.getState()).toEqual({ status: 'signed-in', session })
  setSession(null)
  expect(sessionStore.getState()).toEqual({ status: 'anonymous', session: null })
})
