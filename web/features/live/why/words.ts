/** A try in plain words: what happened, and by which rule. */
import { errorForCode } from '../../../lib/errors.ts'
import { formatMoney } from '../../../lib/money.ts'
import type { Lot } from '../state/shapes.ts'
import type { Explanation } from './fetch-explanation.ts'
import { hasWon, type Try } from './tries.ts'

export interface Words {
  /** What happened, in a few words. */
  title: string
  /** By which rule. */
  text: string
  tone: 'good' | 'bad' | 'neutral'
}

/** `38 ms`, `4.2 s`, `3 min 12 s`, `2 h 5 min`. */
export function spanText(ms: number): string {
  const size = Math.abs(ms)
  if (size < 1000) return `${size} ms`
  if (size < 60_000) return `${(size / 1000).toFixed(1)} s`
  const minutes = Math.floor(size / 60_000)
  if (minutes < 60) return `${minutes} min ${Math.round((size % 60_000) / 1000)} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

export function wordsOf(lot: Lot, one: Try): Words {
  const money = (cents: number) => formatMoney(cents, lot.currency)
  if (one.taken) return takenWords(one, money)
  const { code, amount_cents, price_cents, min_bid_cents, ms_before_end: left } = one.bid
  const amount = money(amount_cents)
  if (code === 'LATEB') {
    return {
      title:
        left === null
          ? `${amount} came after the end`
          : `${amount} came ${spanText(left)} too late`,
      text: 'Only our clock counts, read when a bid’s turn comes. From the end on nothing is taken, whoever sent it and however fast. You owe nothing for it.',
      tone: 'bad',
    }
  }
  if (code === 'LOWBD') {
    return {
      title: `${amount} was below the minimum of ${money(min_bid_cents)}`,
      text: `When it was looked at, the price stood at ${money(price_cents)}: somebody had bid while yours was on its way. A bid has to be a step above the price. Nothing was placed.`,
      tone: 'bad',
    }
  }
  const { text } = errorForCode(code, one.bid.detail ?? {})
  return {
    title: `${amount} was not taken: ${lowered(text.title)}`,
    text: text.meaning,
    tone: 'bad',
  }
}

function takenWords(one: Extract<Try, { taken: true }>, money: (cents: number) => string): Words {
  const { bid, overtaken } = one
  const amount = `${bid.is_max ? 'Up to ' : ''}${money(bid.amount_cents)}`
  if (bid.withdrawn) {
    return {
      title: `${amount} was taken back`,
      text: 'The auction went on as if this bid had never been made. It still stands in the ledger, with the reason.',
      tone: 'neutral',
    }
  }
  if (bid.rule === 'beaten_by_maximum') {
    return {
      title: `${amount} was beaten at once`,
      text: `Somebody had left a higher maximum before you. It answered by itself with one step more: the price went from ${money(bid.price_before_cents)} to ${money(bid.price_after_cents)}, and they kept the lead.`,
      tone: 'bad',
    }
  }
  if (bid.rule === 'tie_to_the_earlier') {
    return {
      title: `${amount} tied, and the earlier one counts`,
      text: `Somebody had left the very same maximum before you. Of two equal maxima the first to arrive leads, at ${money(bid.price_after_cents)}.`,
      tone: 'bad',
    }
  }
  const led = LED[bid.rule](bid, money)
  if (overtaken === null) return { title: `${amount} took the lead`, text: led, tone: 'good' }
  return {
    title: `${amount} led, until somebody went higher`,
    text: `${led} Later a higher bid took the lead away, at ${money(overtaken.priceCents)}.`,
    tone: 'bad',
  }
}

type Leading = Exclude<Explanation['rule'], 'beaten_by_maximum' | 'tie_to_the_earlier'>

const LED: Record<Leading, (bid: Explanation, money: (cents: number) => string) => string> = {
  first_bid: (bid, money) =>
    `It was the first bid, so it led at ${money(bid.price_after_cents)}${bid.is_max ? ', whatever its maximum' : ''}.`,
  raised_own: (bid, money) =>
    `You led already and raised the price to ${money(bid.price_after_cents)}.`,
  outbid_leader: (bid, money) =>
    `It was higher than the leader’s maximum: the price went from ${money(bid.price_before_cents)} to ${money(bid.price_after_cents)}.`,
}

const lowered = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

/** The whole story in a sentence: why it was not won, or how it stands. */
export function verdictOf(lot: Lot, tries: readonly Try[]): string {
  const price = formatMoney(lot.price_cents, lot.currency)
  if (hasWon(lot)) return `You won, for ${price}.`
  const [last] = tries
  if (lot.status === 'cancelled') return 'It was called off, so nobody won.'
  if (lot.status === 'unsold') {
    return lot.bid_count === 0
      ? 'Nobody’s bid was taken, so it was not sold.'
      : `The highest bid, ${price}, was below the seller’s secret minimum. Nobody won.`
  }
  const over = lot.status === 'sold'
  if (
    last !== undefined &&
    !last.taken &&
    last.bid.code === 'LATEB' &&
    last.bid.ms_before_end !== null
  ) {
    return `Your last bid came ${spanText(last.bid.ms_before_end)} after the end. It sold for ${price}.`
  }
  const mine = lot.you?.max_cents ?? null
  if (over) {
    return mine === null
      ? `No bid of yours was taken. It sold for ${price}.`
      : `Somebody went higher: it sold for ${price}, and the most you had said was ${formatMoney(mine, lot.currency)}.`
  }
  if (lot.leader !== null && lot.leader === lot.you?.alias) return `You lead, at ${price}.`
  return mine === null
    ? `No bid of yours was taken so far. The price is ${price}.`
    : `Somebody leads at ${price}; the most you have said is ${formatMoney(mine, lot.currency)}.`
}
