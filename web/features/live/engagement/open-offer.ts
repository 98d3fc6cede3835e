import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { asConsole } from '../host/console-session.ts'

/** What a host can sell without an auction. Amounts in cents. */
export type Offer = { title: string; priceCents: number; seconds: number } & (
  | { format: 'fixed'; terms: { quantity: number; per_buyer: number } }
  | {
      format: 'descending'
      terms: { floor_cents: number; step_cents: number; tick_seconds: number }
    }
)

/**
 * Calls `quick_lot`: product, lot and opening in one transaction. Errors: 42501, NOFND, INVAL {field}, RTLIM, PAUSD, STATE
 * (another lot is open, not live).
 */
export async function openOffer(showId: string, offer: Offer): Promise<void> {
  unwrap(
    await asConsole(
      client.rpc('quick_lot', {
        p_show_id: showId,
        p_title: offer.title,
        p_starting_price_cents: offer.priceCents,
        p_duration_seconds: offer.seconds,
        p_open: true,
        p_format: offer.format,
        p_terms: offer.terms,
      }),
    ),
  )
}
