import { formatMoney } from '../../../lib/money.ts'
import { stepAbove } from '../bidding/ladder.ts'
import { fallText } from '../buying/fall-text.ts'
import { buyNowPrice } from '../state/offers.ts'
import type { Lot } from '../state/shapes.ts'

function duration(seconds: number): string {
  if (seconds < 60 || seconds % 60 !== 0) return `${seconds} seconds`
  return seconds === 60 ? 'one minute' : `${seconds / 60} minutes`
}

/** The rules of this auction in words, taken from its own terms. */
export function termsOf(lot: Lot): { title: string; text: string }[] {
  const money = (cents: number) => formatMoney(cents, lot.currency)
  if (lot.descending !== null) return descendingTerms(lot)
  if (lot.fixed !== null) return fixedTerms(lot.fixed)
  const terms = [
    {
      title: `Steps of ${money(stepAbove(lot.price_cents, lot.increment))}`,
      text: `Each bid is at least this much above the price. From ${money(lot.price_cents)} the next one is ${money(lot.min_bid_cents)}. Steps grow with the price.`,
    },
    {
      title: 'Maximum bids',
      text: 'Say the most you would pay. We bid for you, only as far as needed, and nobody sees your maximum.',
    },
    lot.soft_close_seconds > 0
      ? {
          title: 'No sniping',
          text: `A bid in the last ${duration(lot.soft_close_seconds)} gives everybody ${duration(lot.soft_close_seconds)} more.${lot.hard_ends_at === null ? '' : ' At some point it ends for good, however hot the bidding.'}`,
        }
      : { title: 'Sudden death', text: 'The end is the end: late bids add no time.' },
  ]
  if (lot.has_reserve) {
    terms.push({
      title: 'Reserve',
      text: 'The seller has set a secret minimum. Below it the item is not sold.',
    })
  }
  const buyNow = buyNowPrice(lot)
  if (buyNow !== null) {
    terms.push({
      title: `Buy now for ${money(buyNow)}`,
      text: `Ends the auction at once. Possible until ${lot.has_reserve ? 'bidding has met the reserve' : 'the first bid'}.`,
    })
  }
  return terms
}

function descendingTerms(lot: Lot): { title: string; text: string }[] {
  return [
    { title: 'A falling price', text: fallText(lot) },
    {
      title: 'First come, first served',
      text: 'Who accepts first gets it, at the price of that moment. There is no bidding.',
    },
    {
      title: 'The same price for everybody',
      text: 'It follows from the opening and the server’s clock alone: anybody can work it out afterwards, and the ledger is checked against it.',
    },
  ]
}

function fixedTerms({ quantity, per_buyer }: NonNullable<Lot['fixed']>) {
  const limit = per_buyer === null ? 'as many as there are' : `at most ${per_buyer}`
  return [
    {
      title: `${quantity} at a fixed price`,
      text: `First come, first served; each buyer can have ${limit}.`,
    },
    { title: 'No bidding', text: 'What you buy is yours at once, and an order is made for it.' },
  ]
}

export function Terms({ lot }: { lot: Lot }) {
  return (
    <dl className="grid gap-4 sm:grid-cols-2">
      {termsOf(lot).map(({ title, text }) => (
        <div key={title}>
          <dt className="font-semibold">{title}</dt>
          <dd className="mt-0.5 text-[0.9375rem] leading-relaxed text-ink-muted">{text}</dd>
        </div>
      ))}
    </dl>
  )
}
