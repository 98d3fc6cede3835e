import { PostgrestClient } from '@supabase/postgrest-js'
import type { Database } from '../types/database.ts'
import { env } from './env.ts'

let cached: PostgrestClient<Database> | undefined

/**
 * Reads what everybody may see, always as the anonymous role: such replies may be cached and shared, and a first
 * visit needs none of the authentication and Realtime code. Anything personal goes through `lib/client.ts`.
 */
export function publicClient(): PostgrestClient<Database> {
  const { supabaseUrl, publishableKey } = env()
  cached ??= new PostgrestClient<Database>(`${supabaseUrl}/rest/v1`, {
    headers: { apikey: publishableKey },
    // Looked up at every call, so that tests can put their own in its place.
    fetch: (input, init) => fetch(input, init),
  })
  return cached
}
