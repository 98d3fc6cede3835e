/** Clients of the project's own API. */
import { createClient, type SupabaseClient } from '@supabase/supabase-js'

const NO_SESSION = { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false }

/** Acts as the caller: every rule of the database applies to them, not to us. */
export function callerClient(url: string, publishableKey: string, token: string): SupabaseClient {
  return createClient(url, publishableKey, {
    auth: NO_SESSION,
    global: { headers: { authorization: `Bearer ${token}` } },
  })
}

/** Nobody signed in. */
export function anonymousClient(url: string, publishableKey: string): SupabaseClient {
  return createClient(url, publishableKey, { auth: NO_SESSION })
}

/** Passes every policy: for webhooks and jobs, whose caller proved itself by a signature or the secret key. */
export function secretClient(url: string, secretKey: string): SupabaseClient {
  return createClient(url, secretKey, { auth: NO_SESSION })
}
