/** `/live`: the function runs. `/ready`: what it needs answers, too. */
import { HttpError } from '../_shared/errors.ts'
import { createHandler, type EndpointOptions, type Handler } from '../_shared/http.ts'

export interface HealthDependencies extends Pick<EndpointOptions, 'allowedOrigins' | 'write'> {
  /** By name; each rejects when what it looks at does not work. */
  checks: Record<string, (signal: AbortSignal) => Promise<void>>
  /** Milliseconds after which a check counts as failed. */
  timeoutMs: number
}

interface CheckResult {
  ok: boolean
  ms: number
}

async function timed(
  check: (signal: AbortSignal) => Promise<void>,
  timeoutMs: number,
): Promise<CheckResult & { failure?: unknown }> {
  const startedAt = performance.now()
  const signal = AbortSignal.timeout(timeoutMs)
  const timeout = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  const failure = await Promise.race([check(signal), timeout]).then(
    () => undefined,
    (reason: unknown) => ({ reason }),
  )
  const ms = Math.round(performance.now() - startedAt)
  return failure === undefined ? { ok: true, ms } : { ok: false, ms, failure: failure.reason }
}

/** Answers 200 `{status: 'ok'}`, or 503 with which check failed; why it failed is only in the log. */
export function createHealth(dependencies: HealthDependencies): Handler {
  const { checks, timeoutMs, ...options } = dependencies
  return createHandler({ ...options, name: 'health', methods: ['GET'] }, async ({ path, log }) => {
    if (path === '/live' || path === '/') return { status: 'ok' }
    if (path !== '/ready') throw new HttpError(404, 'not_found', 'Use /live or /ready')
    const results: Record<string, CheckResult> = {}
    await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        const { ok, ms, failure } = await timed(check, timeoutMs)
        results[name] = { ok, ms }
        if (!ok) log('error', 'check failed', { check: name, error: failure })
      }),
    )
    const ready = Object.values(results).every(({ ok }) => ok)
    return Response.json(
      { status: ready ? 'ok' : 'unavailable', checks: results },
      { status: ready ? 200 : 503 },
    )
  })
}
