import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'

/** Calls `open_lot`: 5 to 600 seconds. Errors: 42501, NOFND, STATE (show not live, another lot open), INVAL. */
export async function openLot(auctionId: string, seconds: number): Promise<void> {
  unwrap(await client.rpc('open_lot', { p_auction_id: auctionId, p_seconds: seconds }))
}
