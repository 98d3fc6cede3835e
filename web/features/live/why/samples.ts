/** Examples of what `explain_bid` and `my_attempts` answer, for tests. */
import type { Attempt } from './fetch-attempts.ts'
import type { Explanation } from './fetch-explanation.ts'
import type { Try } from './tries.ts'

export function sampleExplanation(change: Partial<Explanation> = {}): Explanation {
  return {
    ...{ seq: 3, outcome: 'leading', rule: 'outbid_leader', amount_cents: 5000, is_max: true },
    ...{ price_before_cents: 2300, price_after_cents: 2400, reserve_met: true },
    ...{ min_bid_cents: 2400, received_at: '2026-11-23T12:00:30.000Z' },
    ...{ locked_at: '2026-11-23T12:00:30.004Z', ends_at: '2026-11-23T12:00:34.000Z' },
    ...{ rtt_ms: 84, ms_before_end: 3996, extended_ms: 6004, withdrawn: false },
    ...change,
  }
}

export function sampleAttempt(change: Partial<Attempt> = {}): Attempt {
  return {
    ...{ amount_cents: 2400, code: 'LATEB', detail: null, price_cents: 2300, min_bid_cents: 2400 },
    ...{ ends_at: '2026-11-23T12:01:00.000Z', received_at: '2026-11-23T12:01:00.030Z' },
    ...{ locked_at: '2026-11-23T12:01:00.038Z', decided_at: '2026-11-23T12:01:00.039Z' },
    ...{ rtt_ms: null, ms_before_end: -38 },
    ...change,
  }
}

export const taken = (change: Partial<Explanation> = {}, overtaken = false): Try => {
  const bid = sampleExplanation(change)
  const later = { at: '2026-11-23T12:00:40.000Z', priceCents: 5100 }
  return { taken: true, at: bid.locked_at, bid, overtaken: overtaken ? later : null }
}

export const refused = (change: Partial<Attempt> = {}): Try => {
  const bid = sampleAttempt(change)
  return { taken: false, at: bid.decided_at, bid }
}
