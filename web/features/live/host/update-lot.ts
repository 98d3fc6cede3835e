import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { asConsole } from './console-session.ts'

/** What of a waiting lot changes; what is left out stays. Cents and seconds. */
export interface LotChange {
  title?: string
  startingPriceCents?: number
  durationSeconds?: number
  softCloseSeconds?: number
}

/** Calls `update_lot`. Errors: 42501, NOFND, INVAL {field}, RTLIM, STATE (open or over, or somebody has pre-bid). */
export async function updateLot(auctionId: string, change: LotChange): Promise<void> {
  const { title, startingPriceCents, durationSeconds, softCloseSeconds } = change
  unwrap(
    await asConsole(
      client.rpc('update_lot', {
        p_auction_id: auctionId,
        ...(title === undefined ? {} : { p_title: title }),
        ...(startingPriceCents === undefined ? {} : { p_starting_price_cents: startingPriceCents }),
        ...(durationSeconds === undefined ? {} : { p_duration_seconds: durationSeconds }),
        ...(softCloseSeconds === undefined ? {} : { p_soft_close_seconds: softCloseSeconds }),
      }),
    ),
  )
}
