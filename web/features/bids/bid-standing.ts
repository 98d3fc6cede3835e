import type { MyBid } from './my-bids.ts'

/** `waiting`: a maximum that counts when the auction opens. */
export type BidStanding = 'leading' | 'outbid' | 'waiting' | 'won' | 'lost'

/** Where the user stands in an auction they have bid in. Won means an order exists: nothing else counts as won. */
export function bidStanding(bid: MyBid): BidStanding {
  if (bid.status === 'scheduled') return 'waiting'
  if (bid.status === 'live') return bid.you.leading ? 'leading' : 'outbid'
  return bid.you.order_id === null ? 'lost' : 'won'
}
