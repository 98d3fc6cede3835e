import '../live.css'
import { useQuery } from '@tanstack/react-query'
import { SearchX } from 'lucide-react'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { buttonStyle } from '../../../components/button-style.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { ErrorState } from '../../../components/error-state.tsx'
import { connectRealtime } from '../../../lib/connect-realtime.ts'
import { toAppError } from '../../../lib/errors.ts'
import { paths } from '../../../lib/paths.ts'
import { useUserId } from '../../../lib/session.ts'
import { createAuctionSession } from '../state/auction-session.ts'
import { fetchAuction } from '../state/fetch-auction.ts'
import { LiveProvider } from '../state/live-context.tsx'
import { serverClock } from '../state/server-clock.ts'
import type { AuctionSnapshot } from '../state/shapes.ts'
import { AuctionContent } from './auction-content.tsx'
import { AuctionSkeleton } from './auction-skeleton.tsx'

/** `/auctions/:id`. */
export function Component() {
  const { id = '' } = useParams()
  const userId = useUserId()
  const query = useQuery({
    queryKey: ['auction', id, userId],
    queryFn: () => fetchAuction(id),
    // Only the first look: from then on the live session holds the truth.
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  if (query.data !== undefined) {
    return <LiveAuction key={`${id} ${userId ?? ''}`} initial={query.data} />
  }
  if (query.error === null) return <AuctionSkeleton />
  if (toAppError(query.error).code !== 'NOFND') {
    return (
      <div className="page py-10">
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </div>
    )
  }
  return (
    <div className="page max-w-2xl py-16">
      <h1 className="sr-only">Auction not found</h1>
      <EmptyState
        icon={SearchX}
        title="There is no such auction"
        action={
          <Link to={paths.home()} className={buttonStyle({ variant: 'act' })}>
            See what is running
          </Link>
        }
      >
        It may have been withdrawn, or the address is not quite right.
      </EmptyState>
    </div>
  )
}

function LiveAuction({ initial }: { initial: AuctionSnapshot }) {
  const [session] = useState(() =>
    createAuctionSession(initial, { connect: connectRealtime, clock: serverClock }),
  )
  return (
    <LiveProvider session={session}>
      <AuctionContent auctionId={initial.id} />
    </LiveProvider>
  )
}
