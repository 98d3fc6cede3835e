import { parse } from 'valibot'
import { call } from '../../../lib/call.ts'
import { type AuctionSnapshot, auctionSnapshotSchema } from './shapes.ts'

/** Calls `close_auction`: harmless when it is closed already. Errors: 42501, NOFND, NLIVE, STATE (still runs), RTLIM. */
export async function closeAuction(auctionId: string): Promise<AuctionSnapshot> {
  return parse(auctionSnapshotSchema, await call('close_auction', { p_auction_id: auctionId }))
}
