import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { asConsole } from './console-session.ts'

export interface QuickLot {
  title: string
  startingPriceCents: number
  durationSeconds: number
  /** Opens it at once. */
  open: boolean
}

/**
 * Calls `quick_lot`: product, lot and opening in one transaction. Errors: 42501, NOFND, INVAL {field}, RTLIM, PAUSD, STATE
 * (as add_lot and open_lot).
 */
export async function quickLot(
  showId: string,
  lot: QuickLot,
  confirmLatency: boolean,
): Promise<void> {
  unwrap(
    await asConsole(
      client.rpc('quick_lot', {
        p_show_id: showId,
        p_title: lot.title,
        p_starting_price_cents: lot.startingPriceCents,
        p_duration_seconds: lot.durationSeconds,
        p_open: lot.open,
        p_confirm_latency: confirmLatency,
      }),
    ),
  )
}
