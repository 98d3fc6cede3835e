import type { BidReply } from '../state/shapes.ts'
import { type BidInput, placeBid } from './place-bid.ts'
import { type Answered, untilAnswered } from './until-answered.ts'

export type BidResult = Answered<BidReply>

/** Places a bid, always with the same key while it tries again. Never throws. */
export function submitBid(input: BidInput): Promise<BidResult> {
  return untilAnswered((signal) => placeBid(input, signal))
}
