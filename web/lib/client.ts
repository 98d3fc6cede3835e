import { createBrowserClient } from '@supabase/ssr'
import type { SupabaseClient } from '@supabase/supabase-js'
import type { Database } from '../types/database.ts'
import { authCookieName } from './auth-cookie.ts'
import { env } from './env.ts'
import { backoffMs } from './realtime-backoff.ts'
import { setSession } from './session.ts'

export type Client = SupabaseClient<Database>

const { supabaseUrl, publishableKey } = env()

/**
 * The one Supabase client: PKCE, session in cookies (so that a function that answers a browser navigation can read
 * it), Realtime, commands. It is heavy; only lazy route modules import it. Public lists use `lib/public-client.ts`.
 */
export const client: Client = createBrowserClient<Database>(supabaseUrl, publishableKey, {
  cookieOptions: { name: authCookieName(supabaseUrl) },
  // /auth/callback exchanges the code itself, so that it can show what went wrong.
  auth: { detectSessionInUrl: false },
  // The library's own waits for a lost socket are the same for everybody.
  realtime: { reconnectAfterMs: (tries) => backoffMs(tries - 1) },
})

client.auth.onAuthStateChange((_event, session) => setSession(session))
