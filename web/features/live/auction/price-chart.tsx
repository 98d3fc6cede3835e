import { formatMoney } from '../../../lib/money.ts'
import type { Lot } from '../state/shapes.ts'
import type { LedgerEvent } from './fetch-ledger.ts'

const WIDTH = 320
const HEIGHT = 72
const INSET = 4
/** Fewer are read faster in the list below. */
const FEWEST = 5

/** Points of the price over the bids: even steps, since bids come in bursts and time would hide them. */
export function pricePath(prices: readonly number[]): string {
  const lowest = Math.min(...prices)
  const span = Math.max(1, Math.max(...prices) - lowest)
  const stepX = (WIDTH - 2 * INSET) / Math.max(1, prices.length - 1)
  return prices
    .map((price, index) => {
      const x = INSET + index * stepX
      const y = HEIGHT - INSET - ((price - lowest) / span) * (HEIGHT - 2 * INSET)
      return index === 0 ? `M${x.toFixed(1)} ${y.toFixed(1)}` : `H${x.toFixed(1)}V${y.toFixed(1)}`
    })
    .join('')
}

/** How the price climbed, bid by bid. */
export function PriceChart({ lot, events }: { lot: Lot; events: readonly LedgerEvent[] }) {
  const prices = events.flatMap((event) =>
    event.kind === 'opened' || event.kind === 'bid' || event.kind === 'auto_bid'
      ? [event.price_cents ?? lot.starting_price_cents]
      : [],
  )
  const [first] = prices
  const last = prices.at(-1)
  if (prices.length < FEWEST || first === undefined || last === undefined) return null
  const money = (cents: number) => formatMoney(cents, lot.currency)
  const path = pricePath(prices)
  return (
    <figure className="rounded-card bg-ink/4 p-3">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`The price climbed from ${money(first)} to ${money(last)} in ${prices.length - 1} steps`}
        className="h-18 w-full"
      >
        <path d={`${path}V${HEIGHT}H${INSET}Z`} className="fill-act/15" />
        <path
          d={path}
          className="fill-none stroke-act-text"
          strokeWidth={2}
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <figcaption className="tabular mt-1.5 flex justify-between text-xs text-ink-muted">
        <span>{money(first)}</span>
        <span>price, bid by bid</span>
        <span className="font-semibold text-ink">{money(last)}</span>
      </figcaption>
    </figure>
  )
}
