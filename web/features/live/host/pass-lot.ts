import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { asConsole } from './console-session.ts'

/** Calls `pass_lot`: ends the open lot at once, without a sale. Errors: 42501, NOFND, STATE (it has a bid), RTLIM. */
export async function passLot(auctionId: string): Promise<void> {
  unwrap(await asConsole(client.rpc('pass_lot', { p_auction_id: auctionId })))
}
