import { useInfiniteQuery } from '@tanstack/react-query'
import { Receipt } from 'lucide-react'
import { Link } from 'react-router'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { MomentText } from '../../components/moment-text.tsx'
import { Loading, Skeleton } from '../../components/skeleton.tsx'
import { formatMoney } from '../../lib/money.ts'
import { paths } from '../../lib/paths.ts'
import { type Earning, myEarningsQuery } from './payouts.ts'

function Row({ earning }: { earning: Earning }) {
  const { currency } = earning
  const lines: [string, number][] = [
    ['Sold', earning.sold_cents],
    ['Fee', -earning.fee_cents],
    ...(earning.returned_cents === 0
      ? []
      : [['Given back', -earning.returned_cents] satisfies [string, number]]),
  ]
  return (
    <li>
      <Card className="grid gap-x-6 gap-y-3 p-4 sm:grid-cols-[1fr_auto] sm:p-5">
        <div>
          <h3 className="font-sans font-semibold">
            <Link to={paths.order(earning.order_id)} className="link">
              Order {earning.number}
            </Link>
          </h3>
          <p className="text-sm text-ink-muted">
            Paid <MomentText at={earning.paid_at} /> ·{' '}
            {earning.with === 'account' ? 'in your account at Stripe' : 'held by us'}
          </p>
          {earning.disputed && (
            <Badge tone="outbid" className="mt-2">
              Contested by the buyer’s bank
            </Badge>
          )}
        </div>
        <dl className="tabular min-w-48 sm:text-right">
          {lines.map(([label, cents]) => (
            <div key={label} className="flex justify-between gap-6 text-sm text-ink-muted">
              <dt>{label}</dt>
              <dd>{formatMoney(cents, currency)}</dd>
            </div>
          ))}
          <div className="mt-1 flex justify-between gap-6 border-t border-line pt-1 font-bold">
            <dt>Yours</dt>
            <dd>{formatMoney(earning.net_cents, currency)}</dd>
          </div>
        </dl>
      </Card>
    </li>
  )
}

/** What each paid order has brought: sold, fee, given back, net. */
export function EarningsList({ userId }: { userId: string }) {
  const query = useInfiniteQuery(myEarningsQuery(userId))
  if (query.data === undefined) {
    return query.error === null ? (
      <Loading label="Loading your earnings" className="space-y-4">
        <Skeleton className="h-28 rounded-card" />
        <Skeleton className="h-28 rounded-card" />
      </Loading>
    ) : (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    )
  }
  const rows = query.data.pages.flat()
  if (rows.length === 0) {
    return (
      <EmptyState icon={Receipt} title="Nothing earned yet">
        Each order appears here as soon as its buyer has paid, with our fee and what is yours.
      </EmptyState>
    )
  }
  return (
    <>
      <ul className="flex flex-col gap-4">
        {rows.map((earning) => (
          <Row key={earning.order_id} earning={earning} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button
          className="mt-5"
          busy={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show earlier orders
        </Button>
      )}
    </>
  )
}
