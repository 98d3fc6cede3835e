import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { asConsole } from './console-session.ts'

/**
 * Calls `reorder_lots`: the waiting lots, each once, in their new order. Errors: 42501, NOFND, INVAL, RTLIM, STATE (the run
 * has changed meanwhile).
 */
export async function reorderLots(showId: string, auctionIds: readonly string[]): Promise<void> {
  unwrap(
    await asConsole(
      client.rpc('reorder_lots', { p_show_id: showId, p_auction_ids: [...auctionIds] }),
    ),
  )
}
