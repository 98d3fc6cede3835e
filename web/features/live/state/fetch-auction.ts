import { parse } from 'valibot'
import { call, READING_TIMEOUT_MS } from '../../../lib/call.ts'
import { type AuctionSnapshot, auctionSnapshotSchema } from './shapes.ts'

/** Calls `auction_snapshot`. Errors: NOFND; NETWORK also when no answer comes. */
export async function fetchAuction(auctionId: string): Promise<AuctionSnapshot> {
  const signal = AbortSignal.timeout(READING_TIMEOUT_MS)
  return parse(
    auctionSnapshotSchema,
    await call('auction_snapshot', { p_auction_id: auctionId }, signal),
  )
}
