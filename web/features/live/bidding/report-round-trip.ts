import { call } from '../../../lib/call.ts'
import type { BidReply } from '../state/shapes.ts'

/** A moment in which nothing is at stake any more; another bid in the meantime takes its place. */
const LATER_MS = 4_000

let waiting: ReturnType<typeof setTimeout> | undefined

/**
 * Tells how long a losing bid took there and back, for its bidder's own explanation (`report_round_trip`). Not at once:
 * whoever has just been beaten is about to bid again. A report that is lost is no loss.
 */
export function reportRoundTrip(
  auctionId: string,
  amountCents: number,
  { server_time, outcome }: BidReply,
  tookMs: number,
): void {
  if (outcome !== 'outbid' && outcome !== 'refused') return
  clearTimeout(waiting)
  waiting = setTimeout(() => {
    const args = {
      p_auction_id: auctionId,
      p_amount_cents: amountCents,
      p_server_time: server_time,
      p_rtt_ms: Math.round(tookMs),
    }
    void send(args).catch((error: unknown) => console.warn('The round trip was not noted', error))
  }, LATER_MS)
}

async function send(args: {
  p_auction_id: string
  p_amount_cents: number
  p_server_time: string
  p_rtt_ms: number
}): Promise<void> {
  await call('report_round_trip', args)
}
