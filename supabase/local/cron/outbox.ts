/** Hosted, pg_net calls the edge function `jobs` every few seconds; embedded, this does. */

const PERIOD_MS = 5000
const TIMEOUT_MS = 60_000

export interface OutboxOptions {
  apiUrl: string
  secretKey: string
  log(message: string): void
}

/** Never calls while a call is under way. A failure is reported once, until a call succeeds again. */
export function startOutboxCalls(options: OutboxOptions): { stop(): Promise<void> } {
  const stopping = new AbortController()
  let failing = false
  let timer: NodeJS.Timeout | undefined
  let current: Promise<void> = Promise.resolve()

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

  async function loop(): Promise<void> {
    try {
      await call()
      failing = false
    } catch (error) {
      if (!failing && !stopping.signal.aborted) options.log(`the function jobs failed: ${error}`)
      failing = true
    }
    if (stopping.signal.aborted) return
    timer = setTimeout(() => {
      current = loop()
    }, PERIOD_MS)
  }

  timer = setTimeout(() => {
    current = loop()
  }, PERIOD_MS)
  return {
    async stop() {
      stopping.abort()
      clearTimeout(timer)
      await current
    },
  }
}
