import { CircleAlert } from 'lucide-react'
import { Button } from '../../../components/button.tsx'
import { errorForCode } from '../../../lib/errors.ts'
import { formatMoney } from '../../../lib/money.ts'
import type { OwnBid } from '../state/live-state.ts'
import type { Lot } from '../state/shapes.ts'

interface BidProblemProps {
  lot: Lot
  bid: OwnBid | null
  onRetry: () => void
}

/** Why the last bid did not count, in the place where the eye is. */
export function BidProblem({ lot, bid, onRetry }: BidProblemProps) {
  if (bid === null || (bid.phase !== 'refused' && bid.phase !== 'unknown')) return null
  const amount = formatMoney(bid.amountCents, lot.currency)
  if (bid.phase === 'unknown' && (bid.code === 'NETWORK' || bid.code === 'UNKNOWN')) {
    return (
      <Line text={`No answer for your ${amount} bid. Asking again cannot place it twice.`}>
        <Button size="sm" onClick={onRetry} className="shrink-0">
          Ask again
        </Button>
      </Line>
    )
  }
  const { text } = errorForCode(bid.code ?? 'UNKNOWN', bid.detail)
  return bid.code === 'LOWBD' ? (
    <Line
      text={`${amount} was too late: the price moved. The next bid is ${formatMoney(lot.min_bid_cents, lot.currency)}.`}
    />
  ) : (
    <Line text={`${text.title}. ${text.meaning} ${text.action}`} />
  )
}

function Line({ text, children }: { text: string; children?: React.ReactNode }) {
  return (
    <div
      role="alert"
      className="flex min-h-9 animate-rise-in items-center gap-2 rounded-control bg-outbid-soft px-3 py-1.5 text-sm text-ink"
    >
      <CircleAlert aria-hidden className="size-4 shrink-0 text-outbid" />
      <p className="tabular flex-1 leading-snug font-medium">{text}</p>
      {children}
    </div>
  )
}
