import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Heart } from 'lucide-react'
import { Link } from 'react-router'
import { toast } from 'sonner'
import { buttonStyle } from '../../components/button-style.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { toAppError } from '../../lib/errors.ts'
import { paths } from '../../lib/paths.ts'
import { useUserId } from '../../lib/session.ts'
import { useTitle } from '../../lib/use-title.ts'
import { AuctionCard } from './auction-card.tsx'
import { AuctionGrid, AuctionGridSkeleton } from './auction-grid.tsx'
import { unwatch } from './unwatch.ts'
import { watchlistQuery } from './watchlist.ts'

function Watched({ userId }: { userId: string }) {
  const queryClient = useQueryClient()
  const query = watchlistQuery(userId)
  const watched = useQuery(query)
  const remove = useMutation({
    mutationFn: unwatch,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: query.queryKey }),
    onError: (error) => toast.error(toAppError(error).text.title),
  })
  if (watched.data === undefined) {
    return watched.error === null ? (
      <AuctionGridSkeleton />
    ) : (
      <ErrorState error={watched.error} onRetry={() => void watched.refetch()} />
    )
  }
  if (watched.data.length === 0) {
    return (
      <EmptyState
        icon={Heart}
        title="You watch nothing yet"
        action={
          <Link to={paths.home()} className={buttonStyle({ variant: 'act' })}>
            Find something
          </Link>
        }
      >
        Tap the heart on an auction to keep an eye on it here.
      </EmptyState>
    )
  }
  return (
    <>
      <h2 className="sr-only">What you watch</h2>
      <AuctionGrid>
        {watched.data.map((auction) => (
          <AuctionCard
            key={auction.id}
            auction={auction}
            corner={
              <IconButton
                label={`Stop watching ${auction.title}`}
                icon={Heart}
                pressed
                disabled={remove.isPending && remove.variables === auction.id}
                onClick={() => remove.mutate(auction.id)}
                className="bg-black/60 text-white backdrop-blur-sm hover:bg-black/80"
              />
            }
          />
        ))}
      </AuctionGrid>
    </>
  )
}

export function Component() {
  useTitle('Watchlist')
  const userId = useUserId()
  return (
    <div className="page py-8 md:py-10">
      <h1 className="mb-6 text-3xl font-extrabold tracking-tight">Watchlist</h1>
      {userId !== null && <Watched userId={userId} />}
    </div>
  )
}
