/** Hosted, pg_net calls the edge function `jobs` every few seconds; embedded, this does, and at once when the database asks. */
import postgres from 'postgres'

const PERIOD_MS = 5000
const TIMEOUT_MS = 60_000
/** `private.wake_jobs` notifies here. */
const CHANNEL = 'jobs'

export interface OutboxOptions {
  apiUrl: string
  secretKey: string
  /** As `postgres`. */
  databaseUrl: string
  log(message: string): void
}

/** Never calls while a call is under way. A failure is reported once, until a call succeeds again. */
export function startOutboxCalls(options: OutboxOptions): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const sql = postgres(options.databaseUrl, { max: 1, onnotice: () => undefined })
  let failing = false
  let wanted = false
  let timer: NodeJS.Timeout | undefined
  let current: Promise<void> | undefined

  async function call(): Promise<void> {
    const response = await fetch(`${options.apiUrl}/functions/v1/jobs`, {
      method: 'POST',
      headers: {
        apikey: options.secretKey,
        authorization: `Bearer ${options.secretKey}`,
        'content-type': 'application/json',
      },
      body: '{}',
      signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(TIMEOUT_MS)]),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`status ${response.status}: ${text.slice(0, 200)}`)
  }

  async function attempt(): Promise<void> {
    wanted = false
    try {
      await call()
      failing = false
    } catch (error) {
      if (!failing && !stopping.signal.aborted) options.log(`the function jobs failed: ${error}`)
      failing = true
    }
  }

  function run(): void {
    clearTimeout(timer)
    current = attempt().finally(() => {
      current = undefined
      if (stopping.signal.aborted) return
      if (wanted) run()
      else timer = setTimeout(run, PERIOD_MS)
    })
  }

  /** What was asked for during a call may have come too late for it. */
  function wake(): void {
    wanted = true
    if (current === undefined && !stopping.signal.aborted) run()
  }

  timer = setTimeout(run, PERIOD_MS)
  const listening = sql.listen(CHANNEL, wake).catch((error: unknown) => {
    if (!stopping.signal.aborted) options.log(`jobs are called on time only: ${error}`)
  })
  return {
    async stop() {
      stopping.abort()
      clearTimeout(timer)
      await current
      await listening
      await sql.end({ timeout: 1 })
    },
  }
}
