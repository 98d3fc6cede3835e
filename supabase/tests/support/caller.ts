/** Enters a transaction the way PostgREST does: role, claims, headers and the role's own settings. */
import { randomUUID } from 'node:crypto'
import type { TransactionSql } from 'postgres'

/** A user's id, or one of the two callers without one. */
export type Caller = 'anon' | 'service_role' | (string & {})

export interface CallOptions {
  /** Merged over the default claims of a signed-in user. */
  claims?: Record<string, unknown>
  /** `aal2` for somebody who has given the second factor. */
  aal?: 'aal1' | 'aal2'
  email?: string | undefined
  appMetadata?: Record<string, unknown>
  /** Request headers, lower case, as `request.headers` shows them. */
  headers?: Record<string, string>
}

const TOKEN_LIFETIME_S = 3600

function claimsOf(caller: Caller, options: CallOptions): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000)
  const common = { iss: 'supabase-demo', iat: now, exp: now + TOKEN_LIFETIME_S }
  if (caller === 'anon' || caller === 'service_role') {
    return { ...common, role: caller, ...options.claims }
  }
  return {
    ...common,
    aud: 'authenticated',
    role: 'authenticated',
    sub: caller,
    email: options.email ?? '',
    phone: '',
    aal: options.aal ?? 'aal1',
    amr: [{ method: 'password', timestamp: now }],
    session_id: randomUUID(),
    is_anonymous: false,
    app_metadata: { provider: 'email', providers: ['email'], ...options.appMetadata },
    user_metadata: {},
    ...options.claims,
  }
}

const ROLE_TIMEOUT: Record<string, string> = { anon: '3s', authenticated: '8s' }

export async function enterRequest(
  tx: TransactionSql,
  caller: Caller,
  options: CallOptions,
): Promise<void> {
  const claims = claimsOf(caller, options)
  const role = String(claims.role)
  await tx`
    select set_config('search_path', 'public, extensions', true),
      set_config('role', ${role}, true),
      set_config('request.jwt.claims', ${JSON.stringify(claims)}, true),
      set_config('request.headers', ${JSON.stringify(options.headers ?? {})}, true),
      set_config('request.method', 'POST', true),
      set_config('statement_timeout', ${ROLE_TIMEOUT[role] ?? '0'}, true)`
}
