import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'

/** Calls `pin_lot`: shows a lot to every viewer. Errors: 42501, NOFND. */
export async function pinLot(showId: string, auctionId: string): Promise<void> {
  unwrap(await client.rpc('pin_lot', { p_show_id: showId, p_auction_id: auctionId }))
}
