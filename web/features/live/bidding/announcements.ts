import { formatMoney } from '../../../lib/money.ts'
import { unitsLeft } from '../state/offers.ts'
import type { Lot } from '../state/shapes.ts'
import type { Moment } from './moments.ts'

export interface Announcement {
  text: string
  /** Interrupts what is being read: only what costs or wins something. */
  assertive: boolean
}

/** What to say about a moment; null for what is better seen than heard. */
export function announcementOf(moment: Moment, lot: Lot): Announcement | null {
  const price = formatMoney(lot.price_cents, lot.currency)
  switch (moment) {
    case 'outbid':
      return {
        text: `You have been outbid. The price is ${price}, the next bid ${formatMoney(lot.min_bid_cents, lot.currency)}.`,
        assertive: true,
      }
    case 'won':
      return { text: `You won ${lot.title} for ${price}.`, assertive: true }
    case 'lost':
      return lot.status === 'unsold'
        ? { text: `Over. ${lot.title} was not sold.`, assertive: false }
        : { text: `Over. ${lot.title} went to somebody else for ${price}.`, assertive: false }
    case 'leading':
      return lot.has_reserve && !lot.reserve_met
        ? { text: `Yours is the highest bid at ${price}, below the reserve.`, assertive: false }
        : { text: `You are winning at ${price}.`, assertive: false }
    case 'extended':
      return { text: 'Time was added.', assertive: false }
    case 'opened':
      return {
        text: `${lot.format === 'english' ? 'Bidding' : 'The sale'} is open on ${lot.title}.`,
        assertive: false,
      }
    case 'sold':
      return { text: `${lot.title} sold for ${price}.`, assertive: false }
    case 'unsold':
      return { text: `${lot.title} was not sold.`, assertive: false }
    case 'price':
      if (lot.fixed !== null) return { text: `${unitsLeft(lot)} left.`, assertive: false }
      return { text: `Price ${price}.`, assertive: false }
  }
}

/** When several happen at once, only the one that matters most is said. */
const BY_WEIGHT: readonly Moment[] = [
  'won',
  'outbid',
  'lost',
  'sold',
  'unsold',
  'opened',
  'leading',
  'extended',
  'price',
]

export function weightiest(moments: readonly Moment[]): Moment | null {
  return BY_WEIGHT.find((moment) => moments.includes(moment)) ?? null
}
