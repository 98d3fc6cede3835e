import { Gavel, LoaderCircle } from 'lucide-react'
import { buttonStyle } from '../../../components/button-style.ts'
import { cx } from '../../../lib/cx.ts'
import { formatMoney } from '../../../lib/money.ts'
import type { OwnBid } from '../state/live-state.ts'
import { useSettled } from './use-settled.ts'

interface BidButtonProps {
  amountCents: number
  currency: string
  /** My last bid: while it is under way the button waits for its fate. */
  bid: OwnBid | null
  disabled: boolean
  onBid: (amountCents: number) => void
}

/** UX.md, the bid bar, 2: how long a new amount must have been on the button before a tap counts. */
export const REFUSED_DEAD_MS = 400
/** After any other change: about the time a thumb that is already moving needs to stop. */
const CHANGED_DEAD_MS = 200

/**
 * Bids exactly the amount it names. It never loses focus: while it must not act it says so with aria-disabled and
 * ignores taps.
 */
export function BidButton({ amountCents, currency, bid, disabled, onBid }: BidButtonProps) {
  const refused = bid?.phase === 'refused'
  const shown = `${amountCents} ${refused ? bid.key : ''}`
  const settled = useSettled(shown, refused ? REFUSED_DEAD_MS : CHANGED_DEAD_MS)
  const placing = bid?.phase === 'placing'
  const inert = disabled || placing || !settled
  return (
    <button
      type="button"
      aria-disabled={inert || undefined}
      aria-busy={placing || undefined}
      onClick={() => {
        if (!inert) onBid(amountCents)
      }}
      className={cx(
        buttonStyle({ variant: 'act', size: 'lg' }),
        'tabular min-h-14 flex-1 text-lg font-bold transition-transform active:scale-[0.98] aria-disabled:active:scale-100',
        // Dead for a moment is not the same as unavailable: only the latter is greyed out.
        !disabled && 'aria-disabled:opacity-100',
      )}
    >
      {placing ? (
        <>
          <LoaderCircle aria-hidden className="size-5 animate-spin" />
          Placing {formatMoney(bid.amountCents, currency)}…
        </>
      ) : (
        <>
          <Gavel aria-hidden className="size-5" />
          Bid {formatMoney(amountCents, currency)}
        </>
      )}
    </button>
  )
}
