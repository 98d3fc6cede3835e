/** `--supabase`: the stack that `npx supabase start` runs in Docker, seen as one of ours. */
import { JWT_SECRET, PUBLISHABLE_KEY, SECRET_KEY } from '../keys.ts'
import { createMailbox } from '../mail/mailbox.ts'
import { databaseUrl } from '../postgres/server.ts'
import type { Stack, StackConfig } from '../types.ts'

const PROBE_TIMEOUT_MS = 3000

/** @throws when nothing answers on the API port of `supabase/config.toml`. */
export async function dockerStack(config: StackConfig): Promise<Stack> {
  const apiUrl = `http://127.0.0.1:${config.ports.api}`
  const response = await fetch(`${apiUrl}/auth/v1/health`, {
    headers: { apikey: PUBLISHABLE_KEY },
    signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
  }).catch(() => undefined)
  if (!response?.ok) {
    throw new Error(`No Supabase answers on ${apiUrl}. Run "npx supabase start" first.`)
  }
  return {
    apiUrl,
    mailUrl: `http://127.0.0.1:${config.ports.mail}`,
    publishableKey: PUBLISHABLE_KEY,
    secretKey: SECRET_KEY,
    jwtSecret: JWT_SECRET,
    databaseUrl: databaseUrl(config.ports.database, 'postgres'),
    // Its mails are in Mailpit on the mail port, not here.
    mailbox: createMailbox(),
    restartRealtime: () => Promise.reject(new Error('restart the realtime container with Docker')),
    stop: async () => undefined,
  }
}
