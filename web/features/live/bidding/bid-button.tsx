import { Gavel } from 'lucide-react'
import { formatMoney } from '../../../lib/money.ts'
import type { OwnBid } from '../state/live-state.ts'
import { CHANGED_DEAD_MS, REFUSED_DEAD_MS, SettledButton } from './settled-button.tsx'

interface BidButtonProps {
  amountCents: number
  currency: string
  /** My last bid: while it is under way the button waits for its fate. */
  bid: OwnBid | null
  disabled: boolean
  onBid: (amountCents: number) => void
}

/** Bids exactly the amount it names. */
export function BidButton({ amountCents, currency, bid, disabled, onBid }: BidButtonProps) {
  const refused = bid?.phase === 'refused'
  const placing = bid?.phase === 'placing'
  return (
    <SettledButton
      shown={`${amountCents} ${refused ? bid.key : ''}`}
      deadMs={refused ? REFUSED_DEAD_MS : CHANGED_DEAD_MS}
      busy={placing}
      disabled={disabled}
      onAct={() => onBid(amountCents)}
    >
      {placing ? (
        `Placing ${formatMoney(bid.amountCents, currency)}…`
      ) : (
        <>
          <Gavel aria-hidden className="size-5" />
          Bid {formatMoney(amountCents, currency)}
        </>
      )}
    </SettledButton>
  )
}
