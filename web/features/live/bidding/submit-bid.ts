import { toAppError } from '../../../lib/errors.ts'
import type { BidReply } from '../state/shapes.ts'
import { type BidInput, placeBid } from './place-bid.ts'

/** Waits between attempts. A bid that takes longer than this has lost its moment; the bidder decides. */
const RETRY_AFTER_MS = [300, 1_000]
const ATTEMPT_TIMEOUT_MS = 6_000

export type BidResult =
  | { replied: true; reply: BidReply }
  | { replied: false; code: string; details: Readonly<Record<string, unknown>> }

/**
 * Places a bid and tries again while the network fails, always with the same key: the database carries it out at most
 * once and answers a repeat with the first reply. Never throws.
 */
export async function submitBid(input: BidInput): Promise<BidResult> {
  for (let attempt = 0; ; attempt++) {
    try {
      const reply = await placeBid(input, AbortSignal.timeout(ATTEMPT_TIMEOUT_MS))
      return { replied: true, reply }
    } catch (error) {
      const { code, details } = toAppError(error)
      // UNKNOWN: a gateway's own error page, which says as little about the bid as no answer does.
      const unclear = code === 'NETWORK' || code === 'UNKNOWN'
      const wait = unclear ? RETRY_AFTER_MS[attempt] : undefined
      if (wait === undefined) return { replied: false, code, details }
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
}
