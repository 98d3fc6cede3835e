import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { z } from 'zod'
import { type JsonObject, json, type Transaction } from './database.ts'
import { AuthError, internal } from './errors.ts'
import { findSession, listAuthenticationMethods } from './repository/sessions.ts'
import type { UserRow } from './repository/users.ts'
import type { AuthServices, Client } from './services.ts'

const HOOK_TIMEOUT_MS = 2000
const SECOND_FACTORS = new Set(['totp', 'mfa/phone', 'mfa/webauthn'])

/** What a hook must leave in the claims (https://supabase.com/docs/guides/auth/auth-hooks/custom-access-token-hook). */
const HookClaims = z.looseObject({
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.int(),
  iat: z.int(),
  sub: z.string(),
  email: z.string(),
  phone: z.string(),
  role: z.string(),
  aal: z.string(),
  session_id: z.string(),
  is_anonymous: z.boolean(),
})
const HookOutput = z.object({
  claims: z.unknown().optional(),
  error: z.object({ http_code: z.int().optional(), message: z.string().optional() }).nullish(),
})

/**
 * Signs an access token for a session, with the claims of hosted Auth and whatever the access token hook makes of
 * them. `method` is how the session was just authenticated (`token_refresh` for a refresh).
 *
 * @returns the token and its end in Unix seconds
 */
export async function issueAccessToken(
  services: AuthServices,
  tx: Transaction,
  grant: { user: UserRow; sessionId: string; method: string; client: Client },
): Promise<{ token: string; expiresAt: number }> {
  const { user, sessionId } = grant
  const amr = await listAuthenticationMethods(tx, sessionId)
  if (!(await findSession(tx, sessionId)))
    throw internal('Session is required to issue access token')
  const issuedAt = Math.floor(Date.now() / 1000)
  const expiresAt = issuedAt + services.config.jwtExpiry
  const claims = {
    iss: `${services.context.apiUrl}/auth/v1`,
    sub: user.id,
    aud: user.aud,
    exp: expiresAt,
    iat: issuedAt,
    email: user.email ?? '',
    phone: user.phone ?? '',
    app_metadata: user.raw_app_meta_data,
    user_metadata: user.raw_user_meta_data,
    role: user.role,
    aal: amr.some((entry) => SECOND_FACTORS.has(entry.method)) ? 'aal2' : 'aal1',
    amr,
    session_id: sessionId,
    is_anonymous: user.is_anonymous,
  }
  const hook = services.config.customAccessTokenHook
  const finalClaims = hook ? await runHook(tx, hook, { ...grant, claims }) : claims
  return { token: await services.accessTokens.sign(finalClaims), expiresAt }
}

/** Calls `schema.function(jsonb)` as supabase_auth_admin, inside the transaction that issues the token. */
async function runHook(
  tx: Transaction,
  hook: string,
  input: { user: UserRow; method: string; client: Client; claims: JsonObject },
): Promise<JsonObject> {
  const event = {
    metadata: {
      uuid: crypto.randomUUID(),
      time: new Date().toISOString(),
      name: 'customize-access-token',
      ip_address: input.client.ip ?? '',
    },
    user_id: input.user.id,
    claims: input.claims,
    authentication_method: input.method,
  }
  const output = HookOutput.safeParse(await callHook(tx, hook, event))
  if (!output.success) throw internal('Error unmarshaling JSON output.', output.error)
  const refusal = output.data.error
  if (refusal?.message) throw hookRefusal(refusal.http_code, refusal.message)
  if (output.data.claims === undefined) throw internal('output claims field is missing')
  const claims = HookClaims.safeParse(output.data.claims)
  if (!claims.success) {
    const reasons = claims.error.issues.map(
      (issue) => `- ${issue.path.join('.')}: ${issue.message}\n`,
    )
    throw internal(`output claims do not conform to the expected schema: \n${reasons.join('')}`)
  }
  return claims.data
}

async function callHook(tx: Transaction, hook: string, event: JsonObject): Promise<unknown> {
  try {
    await tx`select set_config('statement_timeout', ${String(HOOK_TIMEOUT_MS)}, true)`
    const [row] = await tx`select ${tx(hook)}(${json(tx, event)}) as output`
    await tx`set local statement_timeout to default`
    return row?.output
  } catch (error) {
    throw internal(
      `Error running hook URI: pg-functions://postgres/${hook.replace('.', '/')}`,
      error,
    )
  }
}

function hookRefusal(status: number | undefined, message: string): AuthError {
  if (status === undefined || status < 400 || status > 599) return internal(message)
  const code = status === 500 ? 'unexpected_failure' : 'unknown'
  return new AuthError(status as ContentfulStatusCode, code, message)
}
