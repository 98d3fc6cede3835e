import { toAppError } from '../../../lib/errors.ts'

/** Waits between attempts. What takes longer than this has lost its moment; the person decides. */
const RETRY_AFTER_MS = [300, 1_000]
const ATTEMPT_TIMEOUT_MS = 6_000

export type Answered<Reply> =
  /** `tookMs`: there and back, of the attempt that was answered. */
  | { replied: true; reply: Reply; tookMs: number }
  | { replied: false; code: string; details: Readonly<Record<string, unknown>> }

/**
 * Tries again while the network fails. The call must carry an idempotency key: the database carries it out at most once
 * and answers a repeat with the first reply. Never throws.
 */
export async function untilAnswered<Reply>(
  call: (signal: AbortSignal) => Promise<Reply>,
): Promise<Answered<Reply>> {
  for (let attempt = 0; ; attempt++) {
    const sentAt = performance.now()
    try {
      const reply = await call(AbortSignal.timeout(ATTEMPT_TIMEOUT_MS))
      return { replied: true, reply, tookMs: performance.now() - sentAt }
    } catch (error) {
      const { code, details } = toAppError(error)
      // UNKNOWN: a gateway's own error page, which says as little about its fate as no answer does.
      const unclear = code === 'NETWORK' || code === 'UNKNOWN'
      const wait = unclear ? RETRY_AFTER_MS[attempt] : undefined
      if (wait === undefined) return { replied: false, code, details }
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
}
