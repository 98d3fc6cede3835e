import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Sheet } from '../../../components/dialog.tsx'
import { ErrorNotice } from '../../../components/error-state.tsx'
import { cx } from '../../../lib/cx.ts'
import { formatMoney } from '../../../lib/money.ts'
import type { LedgerEvent } from '../auction/fetch-ledger.ts'
import { type RetractReason, retractBid } from '../bidding/retract-bid.ts'
import { useLiveSession } from '../state/live-context.tsx'
import type { Lot } from '../state/shapes.ts'

const REASONS: { value: RetractReason; title: string; text: string }[] = [
  { value: 'typo', title: 'A slip of the finger', text: 'I meant another amount.' },
  {
    value: 'description_changed',
    title: 'The description changed',
    text: 'It is not what I bid on any more.',
  },
]

interface RetractDialogProps {
  lot: Lot
  bid: LedgerEvent
  onClose: () => void
}

/** Takes an own bid back, with a reason that the ledger shows for ever. */
export default function RetractDialog({ lot, bid, onClose }: RetractDialogProps) {
  const { dispatch } = useLiveSession()
  const queryClient = useQueryClient()
  const [reason, setReason] = useState<RetractReason | null>(null)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const amount = formatMoney(bid.amount_cents ?? bid.price_cents, lot.currency)

  async function retract(chosen: RetractReason): Promise<void> {
    setBusy(true)
    setFailure(null)
    try {
      const snapshot = await retractBid({ auctionId: lot.id, seq: bid.seq, reason: chosen })
      dispatch({ type: 'bid withdrawn', lot: snapshot })
      await queryClient.invalidateQueries({ queryKey: ['my-bids'] })
      onClose()
    } catch (error) {
      setFailure(error)
      setBusy(false)
    }
  }

  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Take back your bid of ${amount}`}
      description="The auction goes on as if it had never been made. The bid, and why it was taken back, stay in the ledger for everybody to see."
    >
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-2 text-sm font-semibold">Why</legend>
        {REASONS.map(({ value, title, text }) => (
          <label
            key={value}
            className={cx(
              'cursor-pointer rounded-control border p-3 transition-colors has-focus-visible:outline-2 has-focus-visible:outline-focus',
              reason === value
                ? 'border-act bg-act-soft'
                : 'border-line-strong/60 hover:border-ink',
            )}
          >
            <input
              type="radio"
              name="reason"
              checked={reason === value}
              onChange={() => setReason(value)}
              className="sr-only"
            />
            <span className="block font-semibold">{title}</span>
            <span className="block text-sm text-ink-muted">{text}</span>
          </label>
        ))}
      </fieldset>
      <p className="mt-4 text-sm leading-relaxed text-ink-muted">
        With more than twelve hours left a bid can be taken back at any time, later only within an
        hour, and never in the last 15 minutes. Whatever you had raised it to goes with it.
      </p>
      {failure !== null && (
        <div className="mt-4">
          <ErrorNotice error={failure} />
        </div>
      )}
      <Button
        variant="danger"
        size="lg"
        className="mt-5 w-full"
        busy={busy}
        disabled={reason === null}
        onClick={() => {
          if (reason !== null) void retract(reason)
        }}
      >
        Take it back
      </Button>
    </Sheet>
  )
}
