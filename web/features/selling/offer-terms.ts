import * as z from 'zod/mini'
import {
  checkboxField,
  moneyField,
  optionalMoneyField,
  optionalWholeField,
  wholeField,
} from '../../lib/form-fields.ts'

export const FORMATS = ['english', 'descending', 'fixed'] as const
export type OfferFormat = (typeof FORMATS)[number]

/** As `format_terms` has it. */
const UNITS = { least: 1, most: 100_000 }
const TICK_S = { least: 1, most: 86_400 }

/** The fields that a timed auction and a lot have in common; see OfferFields. Those of other formats are not in the form. */
export const OFFER_FIELDS = {
  product_id: z.string().check(z.minLength(1, 'Choose an item.')),
  format: z.enum(FORMATS),
  starting_price_cents: moneyField,
  reserve_cents: z.optional(optionalMoneyField),
  buy_now_cents: z.optional(optionalMoneyField),
  floor_cents: z.optional(moneyField),
  step_cents: z.optional(moneyField),
  tick_seconds: z.optional(wholeField(TICK_S)),
  quantity: z.optional(wholeField(UNITS)),
  per_buyer: z.optional(optionalWholeField(UNITS)),
  requires_card: checkboxField,
}

export interface Offer {
  product_id: string
  format: OfferFormat
  starting_price_cents: number
  reserve_cents?: number | null | undefined
  buy_now_cents?: number | null | undefined
  floor_cents?: number | undefined
  step_cents?: number | undefined
  tick_seconds?: number | undefined
  quantity?: number | undefined
  per_buyer?: number | null | undefined
  requires_card: boolean
}

/** What `make_auction` would refuse, told at its field before it is asked. */
export const OFFER_CHECKS = [
  z.refine<Offer>(
    ({ starting_price_cents: start, reserve_cents: reserve }) =>
      reserve == null || reserve >= start,
    { path: ['reserve_cents'], message: 'The reserve is at least the starting price.' },
  ),
  z.refine<Offer>(
    ({ starting_price_cents: start, reserve_cents: reserve, buy_now_cents: price }) =>
      price == null || (price > start && price >= (reserve ?? 0)),
    {
      path: ['buy_now_cents'],
      message: 'Above the starting price, and not below the reserve.',
    },
  ),
  z.refine<Offer>(
    ({ starting_price_cents: start, floor_cents: floor }) => floor === undefined || floor < start,
    { path: ['floor_cents'], message: 'The lowest price is below the first one.' },
  ),
  z.refine<Offer>(
    ({ quantity, per_buyer: limit }) =>
      limit == null || quantity === undefined || limit <= quantity,
    { path: ['per_buyer'], message: 'No buyer can have more than there are.' },
  ),
] as const

/** The arguments that `create_auction` and `add_lot` have in common. */
export function offerArguments(offer: Offer) {
  const { format, reserve_cents: reserve, buy_now_cents: buyNow } = offer
  return {
    p_product_id: offer.product_id,
    p_starting_price_cents: offer.starting_price_cents,
    p_requires_card: offer.requires_card,
    ...(reserve == null ? {} : { p_reserve_cents: reserve }),
    ...(buyNow == null ? {} : { p_buy_now_cents: buyNow }),
    ...(format === 'english' ? {} : { p_format: format, p_terms: formatTerms(offer) }),
  }
}

function formatTerms(offer: Offer): Record<string, number> {
  const { floor_cents, step_cents, tick_seconds, quantity, per_buyer } = offer
  const terms =
    offer.format === 'descending'
      ? { floor_cents, step_cents, tick_seconds }
      : { quantity, per_buyer: per_buyer ?? undefined }
  return Object.fromEntries(
    Object.entries(terms).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
