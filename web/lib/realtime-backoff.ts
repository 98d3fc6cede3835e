const FIRST_MS = 500
const LONGEST_MS = 15_000

/**
 * Milliseconds to wait before attempt `attempt` (0 = the first retry): doubling, capped, and with
 * jitter over nearly all of the span, so that a thousand viewers who lost one server do not come back
 * at once. How well that works: `npm run bench -- reconnect`.
 */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const span = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt)
  return span * (0.1 + 0.9 * random())
}
