/** Who calls. The platform's own check is off (`verify_jwt = false`): it knows neither new keys nor our error shape. */
import type { SupabaseClient } from '@supabase/supabase-js'
import { z } from 'zod'
import type { PublicKeys } from './env.ts'
import { HttpError } from './errors.ts'

export interface Caller {
  id: string
  email: string | null
  /** `aal2` after the second factor. */
  aal: 'aal1' | 'aal2'
  sessionId: string | null
  /** For calls in the caller's name; never log it. */
  token: string
}

/** Resolves to the caller of a request; throws 401 `unauthorized`. */
export type VerifyCaller = (request: Request) => Promise<Caller>

const claims = z.object({
  sub: z.uuid(),
  role: z.literal('authenticated'),
  email: z.string().nullish(),
  aal: z.enum(['aal1', 'aal2']).catch('aal1'),
  session_id: z.string().nullish(),
})

function unauthorized(): HttpError {
  return new HttpError(401, 'unauthorized', 'Sign in first')
}

function bearer(request: Request): string | null {
  const token = /^Bearer\s+(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  return token === undefined || token.startsWith('sb_') ? null : token
}

/**
 * The session's token as it was sent, unverified; null while nobody is signed in: then supabase-js sends the API key
 * in its place, which is a JWT, too, where a project still uses legacy keys.
 */
export function bearerToken(request: Request, keys: PublicKeys): string | null {
  const token = bearer(request)
  const isKey = token === keys.SUPABASE_PUBLISHABLE_KEY || token === keys.SUPABASE_ANON_KEY
  return isKey ? null : token
}

/**
 * Verifies through Supabase Auth: against the project's published keys, or by asking Auth itself where a project
 * still signs with a shared secret.
 */
export function createVerifier(client: Pick<SupabaseClient, 'auth'>): VerifyCaller {
  return async (request) => {
    const token = bearer(request)
    if (token === null) throw unauthorized()
    const { data, error } = await client.auth.getClaims(token)
    if (error) {
      // Refused by Auth is the caller's matter; Auth being away is ours.
      if (error.name === 'AuthRetryableFetchError') throw error
      throw unauthorized()
    }
    const parsed = claims.safeParse(data?.claims)
    if (!parsed.success) throw unauthorized()
    const { sub, email, aal, session_id } = parsed.data
    return { id: sub, email: email ?? null, aal, sessionId: session_id ?? null, token }
  }
}

/** Lets only holders of the project's secret key pass, for schedulers. Throws 401 `unauthorized`. */
export async function requireSecretKey(request: Request, secretKey: string): Promise<void> {
  const bearer = request.headers.get('authorization')?.replace(/^Bearer\s+/i, '')
  const given = request.headers.get('apikey') ?? bearer ?? ''
  if (!(await sameText(given, secretKey)))
    throw new HttpError(401, 'unauthorized', 'Secret key needed')
}

/** Compares digests: their time says nothing about where the texts differ. */
async function sameText(a: string, b: string): Promise<boolean> {
  const digest = async (text: string) =>
    new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  const [left, right] = await Promise.all([digest(a), digest(b)])
  return left.reduce((difference, byte, i) => difference | (byte ^ (right[i] ?? 0)), 0) === 0
}
