import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { asConsole } from './console-session.ts'

/** Calls `extend_lot`: 5 to 600 seconds more. Errors: 42501, NOFND, STATE, INVAL, LATEB (over already). */
export async function extendLot(auctionId: string, seconds: number): Promise<void> {
  unwrap(await asConsole(client.rpc('extend_lot', { p_auction_id: auctionId, p_seconds: seconds })))
}
