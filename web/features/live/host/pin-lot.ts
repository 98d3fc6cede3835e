import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { asConsole } from './console-session.ts'

/** Calls `pin_lot`: shows a lot to every viewer, or none (null). Errors: 42501, NOFND, STATE. */
export async function pinLot(showId: string, auctionId: string | null): Promise<void> {
  unwrap(
    // The argument is nullable in SQL; generated types do not know that of functions.
    await asConsole(
      client.rpc('pin_lot', { p_show_id: showId, p_auction_id: auctionId as string }),
    ),
  )
}
