import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { asConsole } from './console-session.ts'

/** Calls `remove_lot`: takes a waiting lot out of the run. Errors: 42501, NOFND, STATE (open or over), RTLIM. */
export async function removeLot(auctionId: string): Promise<void> {
  unwrap(await asConsole(client.rpc('remove_lot', { p_auction_id: auctionId })))
}
