import { CalendarClock, Check, SlidersHorizontal } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { toAppError } from '../../../lib/errors.ts'
import { formatMoney } from '../../../lib/money.ts'
import { formatExact, formatMoment } from '../../../lib/time.ts'
import { useNow } from '../../../lib/use-now.ts'
import { useLiveSession } from '../state/live-context.tsx'
import type { Lot } from '../state/shapes.ts'
import { problemOf } from './bid-problem.ts'
import { CustomBid } from './custom-bid.tsx'
import { retractBid } from './retract-bid.ts'
import type { Bidding } from './use-bidding.ts'

/** A maximum that is left before the opening, and counts from then on. */
export default function PreBid({ lot, bidding }: { lot: Lot; bidding: Bidding }) {
  const [entering, setEntering] = useState(false)
  const { bid } = bidding
  const max = lot.you?.max_cents ?? null
  const problem = problemOf(lot, bid)
  const placing = bid?.phase === 'placing'
  return (
    <div className="flex flex-col gap-2.5">
      <Opening lot={lot} max={max} />
      {problem !== null && (
        <p role="alert" className="rounded-control bg-outbid-soft px-3 py-2 text-sm font-medium">
          {problem.text}
        </p>
      )}
      <div className="flex gap-2.5">
        <Button
          variant={max === null ? 'act' : 'outline'}
          size="lg"
          busy={placing}
          onClick={() => setEntering(true)}
          className="min-h-14 flex-1"
        >
          {!placing && <SlidersHorizontal aria-hidden className="size-5" />}
          {max === null ? 'Set your maximum' : 'Raise your maximum'}
        </Button>
        {max !== null && <Withdraw lot={lot} />}
      </div>
      {entering && (
        <CustomBid
          lot={lot}
          leading={false}
          beforeOpening
          disabled={placing}
          open
          onOpenChange={setEntering}
          onBid={bidding.placeBid}
        />
      )}
    </div>
  )
}

function Opening({ lot, max }: { lot: Lot; max: number | null }) {
  const now = useNow(30_000)
  const when =
    lot.show_id !== null || lot.starts_at === null
      ? 'when the host opens this lot'
      : `when it opens ${formatMoment(lot.starts_at, new Date(now))}`
  const exact = lot.starts_at === null ? undefined : formatExact(lot.starts_at)
  if (max === null) {
    return (
      <p
        title={exact}
        className="flex min-h-10 items-center gap-2 rounded-control bg-ink/5 px-3 py-1.5 text-sm text-ink-soft"
      >
        <CalendarClock aria-hidden className="size-4 shrink-0" strokeWidth={2.5} />
        <span>Set your maximum; it counts {when}.</span>
      </p>
    )
  }
  return (
    <p
      title={exact}
      role="status"
      className="tabular flex min-h-10 items-center gap-2 rounded-control bg-winning-soft px-3 py-1.5 text-sm font-bold text-winning"
    >
      <Check aria-hidden className="size-4 shrink-0" strokeWidth={2.5} />
      <span>
        Your maximum is {formatMoney(max, lot.currency)}. It counts {when}.
      </span>
    </p>
  )
}

/** Takes one's own maxima back: before the opening for no reason at all. */
function Withdraw({ lot }: { lot: Lot }) {
  const { dispatch } = useLiveSession()
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle')
  async function withdraw(): Promise<void> {
    setState('busy')
    try {
      const snapshot = await retractBid({ auctionId: lot.id, seq: 0, reason: 'typo' })
      dispatch({ type: 'bid withdrawn', lot: snapshot })
      setState('idle')
    } catch (error) {
      console.warn('Withdrawing failed', toAppError(error).code)
      setState('failed')
    }
  }
  return (
    <Button
      variant="ghost"
      size="lg"
      busy={state === 'busy'}
      onClick={() => void withdraw()}
      className="min-h-14"
    >
      {state === 'failed' ? 'Try again' : 'Withdraw'}
    </Button>
  )
}
