import { parse } from 'valibot'
import { call } from '../../../lib/call.ts'
import { type BidReply, bidReplySchema } from '../state/shapes.ts'

export interface BidInput {
  auctionId: string
  /** Cents of the auction's currency: exactly what the button showed. */
  amountCents: number
  /** False is a jump bid: the price goes straight there. */
  isMax: boolean
  /** One for each bid, the same on every attempt to place it. */
  key: string
}

/**
 * Calls `place_bid`. A refusal of the game is a reply, not an error.
 * Errors: 42501, INVAL, NOFND, IDMPT; NETWORK when nobody knows whether it arrived.
 */
export async function placeBid(input: BidInput, signal: AbortSignal): Promise<BidReply> {
  const args = {
    p_auction_id: input.auctionId,
    p_amount_cents: input.amountCents,
    p_is_max: input.isMax,
    p_idempotency_key: input.key,
  }
  return parse(bidReplySchema, await call('place_bid', args, signal))
}
