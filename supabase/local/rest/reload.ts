import { setTimeout as delay } from 'node:timers/promises'
import postgres from 'postgres'

/** PostgREST's default `db-channel`. */
const CHANNEL = 'pgrst'
const RETRY_MS = 500
const END_TIMEOUT_S = 2

/**
 * Calls `reload` on every notification of the channel, whatever its payload, and after a lost connection was
 * replaced, since notifications may have been missed. Never two reloads at a time; a burst makes one more, and a failed
 * one is tried again.
 */
export async function listenForReload(
  databaseUrl: string,
  reload: () => Promise<void>,
  onError: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined })
  let running: Promise<void> | null = null
  let again = false
  const stopping = new AbortController()

  async function retry(error: unknown): Promise<void> {
    if (stopping.signal.aborted) return
    onError(error)
    again = true
    await delay(RETRY_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
  }

  async function run(): Promise<void> {
    do {
      again = false
      await reload().catch(retry)
    } while (again && !stopping.signal.aborted)
    running = null
  }

  function request(): void {
    again = true
    running ??= run()
  }

  let listening = false
  await sql.listen(CHANNEL, request, () => {
    if (listening) request()
    listening = true
  })
  return async () => {
    stopping.abort()
    await sql.end({ timeout: END_TIMEOUT_S })
    await running
  }
}
