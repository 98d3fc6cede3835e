import type { QueryClient } from '@tanstack/react-query'
import type { StoreApi } from 'zustand/vanilla'
import { authCookieName, hasAuthCookie } from '../lib/auth-cookie.ts'
import { env } from '../lib/env.ts'
import type { SessionState } from '../lib/session.ts'

/**
 * Keeps cache and session together: another user never sees what the last one loaded; a session that another tab
 * began is taken over when this one comes back into view. Returns the way to stop.
 */
export function watchSession(store: StoreApi<SessionState>, queryClient: QueryClient): () => void {
  const loadClient = () => {
    import('../lib/client.ts').catch(() => {
      // Without the client nobody is signed in here; the next focus tries again.
      store.setState({ status: 'anonymous', session: null }, true)
    })
  }
  if (store.getState().status === 'loading') loadClient()

  const onVisible = () => {
    if (document.hidden || store.getState().status !== 'anonymous') return
    if (hasAuthCookie(document.cookie, authCookieName(env().supabaseUrl))) loadClient()
  }
  document.addEventListener('visibilitychange', onVisible)

  const unsubscribe = store.subscribe((now, before) => {
    const was = before.session?.user.id
    if (was !== undefined && was !== now.session?.user.id) queryClient.clear()
  })
  return () => {
    document.removeEventListener('visibilitychange', onVisible)
    unsubscribe()
  }
}
