import { Bot } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { ErrorState } from '../../../components/error-state.tsx'
import { Loading, Skeleton } from '../../../components/skeleton.tsx'
import { cx } from '../../../lib/cx.ts'
import { formatMoney } from '../../../lib/money.ts'
import { formatExact } from '../../../lib/time.ts'
import { Retract } from '../retracting/retract.tsx'
import type { Lot } from '../state/shapes.ts'
import type { LedgerEvent } from './fetch-ledger.ts'
import { PriceChart } from './price-chart.tsx'
import { useLedger } from './use-ledger.ts'
import { VerifyButton } from './verify-button.tsx'

const SHOWN_AT_FIRST = 12

const TIME = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' })

/** What an event says about itself, beside the amount. */
function labelOf(event: LedgerEvent): string {
  switch (event.kind) {
    case 'opened':
      return 'Opened'
    case 'extended':
      return 'Time added'
    case 'retracted':
      return 'Bid retracted'
    case 'voided':
      return 'Bid voided'
    case 'bought':
      return `${event.bidder ?? 'A buyer'} bought`
    case 'sold':
      return soldText(event)
    case 'unsold':
      return 'Not sold'
    case 'cancelled':
      return 'Withdrawn'
    case 'bid':
    case 'auto_bid':
      return event.bidder ?? 'Bid'
  }
}

function soldText({ detail, bidder }: LedgerEvent): string {
  if (detail?.includes('buy_now') === true) return `Bought now by ${bidder}`
  if (detail?.includes('accepted') === true) return `Accepted by ${bidder}`
  return 'Sold'
}

/** The public ledger of a lot, newest first, growing as it grows. */
export function BidHistory({ lot }: { lot: Lot }) {
  const { events, loading, error, behind, retry } = useLedger(lot)
  const [all, setAll] = useState(false)
  if (loading) {
    return (
      <Loading label="Loading the bids" className="flex flex-col gap-2">
        <Skeleton className="h-10" />
        <Skeleton className="h-10" />
        <Skeleton className="h-10" />
      </Loading>
    )
  }
  if (error !== null && events.length === 0) return <ErrorState error={error} onRetry={retry} />
  if (events.length === 0) {
    return (
      <p className="py-2 text-ink-muted">No bids yet. The first one leads at the starting price.</p>
    )
  }
  const newest = events.toReversed()
  const shown = all ? newest : newest.slice(0, SHOWN_AT_FIRST)
  return (
    <div className="flex flex-col gap-3">
      <PriceChart lot={lot} events={events} />
      {error !== null && behind && (
        <div role="status" className="flex items-center justify-between gap-3 text-ink-muted">
          The latest bids are missing.
          <Button size="sm" onClick={retry}>
            Try again
          </Button>
        </div>
      )}
      <ol className="flex flex-col">
        {shown.map((event) => (
          <HistoryRow key={event.seq} event={event} lot={lot} />
        ))}
      </ol>
      {shown.length < newest.length && (
        <Button onClick={() => setAll(true)}>Show all {newest.length}</Button>
      )}
      <Retract lot={lot} events={events} />
      <VerifyButton lot={lot} />
    </div>
  )
}

function HistoryRow({ event, lot }: { event: LedgerEvent; lot: Lot }) {
  const isBid = event.kind === 'bid' || event.kind === 'auto_bid'
  const mine = isBid && lot.you !== null && event.bidder === lot.you.alias
  const leads = isBid && event.seq === lot.version && event.leader === event.bidder
  return (
    <li
      className={cx(
        'tabular flex min-h-10 animate-[chat-in_240ms_ease-out] items-center gap-3 border-b border-line py-1.5 last:border-0',
        !isBid && 'text-ink-muted',
      )}
    >
      <span className={cx('min-w-0 flex-1 truncate', isBid && 'font-medium')}>
        {mine ? 'You' : labelOf(event)}
        {event.kind === 'auto_bid' && (
          <Bot
            role="img"
            aria-label="automatic, from a maximum"
            className="ml-1.5 inline size-4 -translate-y-px text-ink-muted"
          />
        )}
      </span>
      <time
        dateTime={event.placed_at}
        title={formatExact(event.placed_at)}
        className="text-sm text-ink-muted"
      >
        {TIME.format(new Date(event.placed_at))}
      </time>
      <span className={cx('min-w-[7ch] text-right font-semibold', leads && 'text-winning')}>
        {event.amount_cents === null ? '' : formatMoney(event.amount_cents, lot.currency)}
      </span>
    </li>
  )
}
