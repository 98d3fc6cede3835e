import { parse } from 'valibot'
import { call } from '../../../lib/call.ts'
import { type AuctionSnapshot, auctionSnapshotSchema } from './shapes.ts'

/** Calls `auction_snapshot`. Errors: NOFND. */
export async function fetchAuction(auctionId: string): Promise<AuctionSnapshot> {
  return parse(auctionSnapshotSchema, await call('auction_snapshot', { p_auction_id: auctionId }))
}
