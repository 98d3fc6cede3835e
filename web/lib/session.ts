import type { Session } from '@supabase/supabase-js'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { authCookieName, hasAuthCookie } from './auth-cookie.ts'
import { readEnv } from './env.ts'

/**
 * Who is signed in. `loading` only while a session cookie exists and the client has not read it yet; an anonymous
 * visitor starts as `anonymous` and never loads the authentication code.
 */
export type SessionState =
  | { status: 'loading'; session: null }
  | { status: 'anonymous'; session: null }
  | { status: 'signed-in'; session: Session }

function initialState(): SessionState {
  const check = readEnv(import.meta.env)
  const mayBeSignedIn =
    check.ok && hasAuthCookie(document.cookie, authCookieName(check.env.supabaseUrl))
  return { status: mayBeSignedIn ? 'loading' : 'anonymous', session: null }
}

/** Written only by `lib/client.ts`, from `onAuthStateChange`. */
export const sessionStore = createStore<SessionState>(initialState)

/** Stores the session, or its absence. */
export function setSession(session: Session | null): void {
  sessionStore.setState(
    session === null ? { status: 'anonymous', session } : { status: 'signed-in', session },
    true,
  )
}

export function useSession(): SessionState {
  return useStore(sessionStore)
}

/** The signed-in user's id, or null. */
export function useUserId(): string | null {
  return useStore(sessionStore, (state) => state.session?.user.id ?? null)
}
