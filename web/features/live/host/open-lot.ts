import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { asConsole } from './console-session.ts'

/**
 * Calls `open_lot`: 5 to 600 seconds. Errors: 42501, NOFND, INVAL, PAUSD, STATE (show not live, another lot open, console
 * lost; with {extension_ms, p95_ms}: late bids would add less time than viewers need, and it was not confirmed).
 */
export async function openLot(
  auctionId: string,
  seconds: number,
  confirmLatency: boolean,
): Promise<void> {
  unwrap(
    await asConsole(
      client.rpc('open_lot', {
        p_auction_id: auctionId,
        p_seconds: seconds,
        p_confirm_latency: confirmLatency,
      }),
    ),
  )
}
