import { parse } from 'valibot'
import { call } from '../../../lib/call.ts'
import { type AuctionSnapshot, auctionSnapshotSchema } from '../state/shapes.ts'

export type RetractReason = 'typo' | 'description_changed'

interface RetractInput {
  auctionId: string
  /** Number of the bid in the ledger; 0 withdraws the own maxima before the opening. */
  seq: number
  reason: RetractReason
}

/** Calls `retract_bid`; resolves with the auction as it then is. Errors: 42501, INVAL, NOFND, STATE {ends_at}, PAUSD, RTLIM. */
export async function retractBid(input: RetractInput): Promise<AuctionSnapshot> {
  const args = { p_auction_id: input.auctionId, p_seq: input.seq, p_reason: input.reason }
  return parse(auctionSnapshotSchema, await call('retract_bid', args))
}
