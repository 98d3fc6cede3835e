import * as z from 'zod/mini'
import { checkboxField, moneyField, optionalMoneyField } from '../../lib/form-fields.ts'

/** The fields that a timed auction and a lot have in common; see PriceFields. */
export const OFFER_FIELDS = {
  product_id: z.string().check(z.minLength(1, 'Choose an item.')),
  starting_price_cents: moneyField,
  reserve_cents: optionalMoneyField,
  requires_card: checkboxField,
}

interface OfferPrices {
  starting_price_cents: number
  reserve_cents: number | null
}

/** As `make_auction` has it: a reserve below the starting price would never hold anything back. */
export const reserveHolds = z.refine<OfferPrices>(
  ({ starting_price_cents, reserve_cents }) =>
    reserve_cents === null || reserve_cents >= starting_price_cents,
  { path: ['reserve_cents'], message: 'The reserve is at least the starting price.' },
)
