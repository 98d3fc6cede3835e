/** Where the demo data may go: the local stack, and nothing else. */
import { loadConfig } from '../supabase/local/config.ts'
import { legacyKey, PUBLISHABLE_KEY, SECRET_KEY } from '../supabase/local/keys.ts'

/** A Supabase project, as a seed needs it. `Stack` of the embedded stack is one. */
export interface SeedTarget {
  /** Without a trailing slash. */
  apiUrl: string
  publishableKey: string
  secretKey: string
}

/** The target is not ours to write to. The message says why and what to do; programs exit with code 2. */
export class SeedRefused extends Error {
  override name = 'SeedRefused'
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])

/**
 * The address is this machine's and the key is one that every local stack shares. Both: a tunnel on loopback can lead
 * to a hosted project, but no hosted project has the demo key.
 */
export function isLocal({ apiUrl, secretKey }: SeedTarget): boolean {
  if (!URL.canParse(apiUrl)) return false
  const known = secretKey === SECRET_KEY || secretKey === legacyKey('service_role')
  return LOOPBACK.has(new URL(apiUrl).hostname) && known
}

/**
 * SUPABASE_URL, SUPABASE_SECRET_KEY and VITE_SUPABASE_PUBLISHABLE_KEY; each one that is missing is the local stack's.
 * A foreign address needs its own keys.
 * @throws {SeedRefused} when a foreign address comes without them.
 */
export async function targetFromEnvironment(
  environment: NodeJS.ProcessEnv = process.env,
): Promise<SeedTarget> {
  const url = environment.SUPABASE_URL || undefined
  const apiUrl = url ?? `http://127.0.0.1:${(await loadConfig()).ports.api}`
  const target = {
    apiUrl: apiUrl.replace(/\/+$/, ''),
    publishableKey: environment.VITE_SUPABASE_PUBLISHABLE_KEY || PUBLISHABLE_KEY,
    secretKey: environment.SUPABASE_SECRET_KEY || SECRET_KEY,
  }
  if (!URL.canParse(target.apiUrl)) {
    throw new SeedRefused(`SUPABASE_URL is not a URL: "${target.apiUrl}"`)
  }
  const isForeign = !LOOPBACK.has(new URL(target.apiUrl).hostname)
  if (isForeign && !environment.SUPABASE_SECRET_KEY) {
    throw new SeedRefused('SUPABASE_URL is set, SUPABASE_SECRET_KEY is missing.')
  }
  return target
}
