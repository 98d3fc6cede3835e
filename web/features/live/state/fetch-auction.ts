import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { type AuctionSnapshot, auctionSnapshotSchema } from './shapes.ts'

/** Calls `auction_snapshot`. Errors: NOFND. */
export async function fetchAuction(auctionId: string): Promise<AuctionSnapshot> {
  return auctionSnapshotSchema.parse(
    unwrap(await client.rpc('auction_snapshot', { p_auction_id: auctionId })),
  )
}
