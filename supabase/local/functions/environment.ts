/** What a function finds in its environment: the names that the platform gives, and ours. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { legacyKey } from '../keys.ts'
import { dataDir } from '../paths.ts'
import type { StackContext } from '../types.ts'
import { localSigningKey } from './signing-key.ts'

/** Settings of the project itself may come from the shell; nothing else of it reaches a function. */
const PASSED_ON =
  /^(APP_ORIGIN|ALLOWED_ORIGINS|LEDGER_SIGNING_KEY|(STRIPE|LIVEKIT|RECORDING|VAPID|SMTP|SENTRY)_\w+)$/

function fromShell(env: NodeJS.ProcessEnv): Record<string, string> {
  const entries = Object.entries(env).filter(
    (entry): entry is [string, string] => PASSED_ON.test(entry[0]) && Boolean(entry[1]),
  )
  return Object.fromEntries(entries)
}

function jwks(secret: string): string {
  const kid = createHash('sha256').update(secret).digest('base64url').slice(0, 16)
  const k = Buffer.from(secret).toString('base64url')
  return JSON.stringify({ keys: [{ kty: 'oct', alg: 'HS256', kid, k }] })
}

/** Later entries win: the shell over our defaults, the stack's own stand-ins over the shell, the platform over all. */
export function functionsEnvironment(
  context: StackContext,
  shell: NodeJS.ProcessEnv,
): Record<string, string> {
  const web = new URL(context.config.auth.siteUrl).origin
  return {
    APP_ORIGIN: web,
    ALLOWED_ORIGINS: web,
    LEDGER_SIGNING_KEY: localSigningKey(join(dataDir(), 'ledger-signing-key')),
    ...fromShell(shell),
    ...context.functionEnv,
    SUPABASE_URL: context.apiUrl,
    SUPABASE_DB_URL: context.databaseUrl('postgres'),
    SUPABASE_PUBLISHABLE_KEY: context.publishableKey,
    SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: context.publishableKey }),
    SUPABASE_ANON_KEY: legacyKey('anon', context.jwtSecret),
    SUPABASE_SECRET_KEY: context.secretKey,
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: context.secretKey }),
    SUPABASE_SERVICE_ROLE_KEY: legacyKey('service_role', context.jwtSecret),
    SUPABASE_JWKS: jwks(context.jwtSecret),
    SB_REGION: 'local',
    SB_EXECUTION_ID: crypto.randomUUID(),
    DENO_DEPLOYMENT_ID: 'local',
    // Deno's own: compiled modules stay with our data, and nothing asks the network.
    DENO_DIR: join(dataDir(), 'deno'),
    DENO_NO_UPDATE_CHECK: '1',
    NO_COLOR: '1',
  }
}
