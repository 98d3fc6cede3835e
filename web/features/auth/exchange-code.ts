import { unwrapAuth } from '../../lib/auth-errors.ts'
import { client } from '../../lib/client.ts'

const running = new Map<string, Promise<void>>()

async function exchange(code: string): Promise<void> {
  unwrapAuth(await client.auth.exchangeCodeForSession(code))
}

/**
 * Trades the code of a mailed link for a session (PKCE; works only in the browser that asked for the link). A code is
 * good for one exchange, so asking again for the same one waits for the first: effects may run twice.
 */
export function exchangeCode(code: string): Promise<void> {
  const found = running.get(code) ?? exchange(code)
  running.set(code, found)
  return found
}
