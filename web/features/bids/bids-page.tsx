import { useQuery } from '@tanstack/react-query'
import { Gavel } from 'lucide-react'
import { Link, useSearchParams } from 'react-router'
import { buttonStyle } from '../../components/button-style.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Loading, Skeleton } from '../../components/skeleton.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { paths } from '../../lib/paths.ts'
import { useUserId } from '../../lib/session.ts'
import { useTitle } from '../../lib/use-title.ts'
import { BidRow } from './bid-row.tsx'
import { type BidStanding, bidStanding } from './bid-standing.ts'
import { type MyBid, myBidsQuery } from './my-bids.ts'

const TABS: readonly { value: BidStanding; label: string; empty: string }[] = [
  { value: 'leading', label: 'Leading', empty: 'You do not lead anywhere at the moment.' },
  { value: 'outbid', label: 'Outbid', empty: 'Nobody has outbid you in a running auction.' },
  {
    value: 'waiting',
    label: 'Waiting',
    empty: 'A maximum that you set before an auction opens waits here.',
  },
  { value: 'won', label: 'Won', empty: 'What you win appears here, with its order.' },
  { value: 'lost', label: 'Not won', empty: 'Auctions that went to somebody else appear here.' },
]

/** The tab an address names; else the first that needs attention. */
function chosenTab(named: string | null, bids: readonly MyBid[]): BidStanding {
  const found = TABS.find((tab) => tab.value === named)
  if (found !== undefined) return found.value
  const standings = new Set(bids.map(bidStanding))
  return TABS.find((tab) => standings.has(tab.value))?.value ?? 'leading'
}

function Bids({ bids }: { bids: readonly MyBid[] }) {
  const [params, setParams] = useSearchParams()
  return (
    <Tabs
      label="Where you stand"
      value={chosenTab(params.get('tab'), bids)}
      onValueChange={(tab) => setParams({ tab }, { replace: true })}
      items={TABS.map(({ value, label, empty }) => {
        const shown = bids.filter((bid) => bidStanding(bid) === value)
        return {
          value,
          label,
          count: shown.length,
          content:
            shown.length === 0 ? (
              <p className="py-8 text-center text-ink-muted">{empty}</p>
            ) : (
              <ul className="divide-y divide-line">
                {shown.map((bid) => (
                  <BidRow key={bid.id} bid={bid} />
                ))}
              </ul>
            ),
        }
      })}
    />
  )
}

function MyBids({ userId }: { userId: string }) {
  const bids = useQuery(myBidsQuery(userId))
  if (bids.data === undefined) {
    return bids.error === null ? (
      <Loading label="Loading your bids" className="space-y-4">
        {['a', 'b', 'c'].map((key) => (
          <Skeleton key={key} className="h-24" />
        ))}
      </Loading>
    ) : (
      <ErrorState error={bids.error} onRetry={() => void bids.refetch()} />
    )
  }
  if (bids.data.length === 0) {
    return (
      <EmptyState
        icon={Gavel}
        title="You have not bid yet"
        action={
          <Link to={paths.home()} className={buttonStyle({ variant: 'act' })}>
            See what is live
          </Link>
        }
      >
        Your bids and maxima appear here, and what became of them.
      </EmptyState>
    )
  }
  return <Bids bids={bids.data} />
}

export function Component() {
  useTitle('My bids')
  const userId = useUserId()
  return (
    <div className="page max-w-4xl py-8 md:py-10">
      <h1 className="mb-5 text-3xl font-extrabold tracking-tight">My bids</h1>
      {userId !== null && <MyBids userId={userId} />}
    </div>
  )
}
