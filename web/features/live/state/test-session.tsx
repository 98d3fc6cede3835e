import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { MemoryRouter } from 'react-router'
import { vi } from 'vitest'
import type { ServerClock } from '../../../lib/clock.ts'
import { sessionStore, setSession } from '../../../lib/session.ts'
import { LiveProvider } from './live-context.tsx'
import type { LiveSession } from './live-session.ts'
import { createLiveStore } from './live-store.ts'
import type { Lot, ShowSnapshot } from './shapes.ts'

/** Server time at the start of a test; sample lots end 30 seconds later. */
export const TEST_NOW = Date.parse('2026-11-23T12:00:30.000Z')

/** A clock that stands where the test puts it. */
export function fakeClock(): ServerClock & { set(ms: number): void; desync(): void } {
  let now = TEST_NOW
  let synced = true
  const listeners = new Set<() => void>()
  const tell = () => {
    for (const listener of listeners) listener()
  }
  return {
    now: () => now,
    synced: () => synced,
    rttMs: () => (synced ? 24 : null),
    observe: () => undefined,
    monotonic: () => performance.now(),
    start: () => () => undefined,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    set(ms) {
      now = ms
      tell()
    },
    desync() {
      synced = false
      tell()
    },
  }
}

export interface TestSession extends LiveSession {
  readonly clock: ReturnType<typeof fakeClock>
  readonly refresh: ReturnType<typeof vi.fn<() => void>>
}

/** A live session without a server: the test dispatches what would have come. Starts live. */
export function testSession(start: { lot?: Lot; show?: ShowSnapshot } = {}): TestSession {
  const live = createLiveStore()
  const session: TestSession = {
    ...live,
    clock: fakeClock(),
    start: () => () => undefined,
    refresh: vi.fn<() => void>(),
  }
  if (start.show !== undefined) live.dispatch({ type: 'show snapshot', snapshot: start.show })
  if (start.lot !== undefined) live.dispatch({ type: 'auction snapshot', lot: start.lot })
  live.dispatch({ type: 'connection', status: 'live' })
  return session
}

export interface TestAccount {
  email_confirmed?: boolean
  has_card?: boolean
  banned?: boolean
}

/** Signs a person in, with an account that may bid unless told otherwise; null signs out. */
export function signIn(id: string | null): void {
  if (id === null) {
    setSession(null)
    return
  }
  setSession({
    access_token: 'token',
    refresh_token: 'refresh',
    expires_in: 3600,
    token_type: 'bearer',
    user: { id, app_metadata: {}, user_metadata: {}, aud: 'authenticated', created_at: '' },
  })
}

interface SurroundingsProps {
  session: LiveSession
  account?: TestAccount
  paused?: boolean
  children: ReactNode
}

/** Everything a live component finds above itself on a page. */
export function Surroundings({ session, account, paused = false, children }: SurroundingsProps) {
  const queries = new QueryClient({
    defaultOptions: { queries: { staleTime: Infinity, retry: false } },
  })
  const userId = sessionStore.getState().session?.user.id ?? ''
  queries.setQueryData(['my-account', userId], {
    id: userId,
    username: 'bea',
    display_name: 'Bea',
    avatar_url: null,
    email_confirmed: true,
    has_card: true,
    banned: false,
    seller_status: null,
    roles: [],
    ...account,
  })
  queries.setQueryData(['platform-status'], {
    paused_at: paused ? '2026-11-23T11:00:00Z' : null,
    message: null,
  })
  return (
    <QueryClientProvider client={queries}>
      <MemoryRouter initialEntries={['/shows/show-1']}>
        <LiveProvider session={session}>{children}</LiveProvider>
      </MemoryRouter>
    </QueryClientProvider>
  )
}
