import { useQuery } from '@tanstack/react-query'
import { CalendarClock, Hourglass, Radio } from 'lucide-react'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Section } from '../../components/section.tsx'
import { useSession } from '../../lib/session.ts'
import { useTitle } from '../../lib/use-title.ts'
import { AuctionCard } from './auction-card.tsx'
import { AuctionGrid, AuctionGridSkeleton } from './auction-grid.tsx'
import { CategoryLinks } from './category-links.tsx'
import { endingAuctionsQuery } from './ending-auctions.ts'
import { liveShowsQuery } from './live-shows.ts'
import { posterShape, ShowGrid, ShowGridSkeleton } from './show-grid.tsx'
import { ShowPoster } from './show-poster.tsx'
import { upcomingShowsQuery } from './upcoming-shows.ts'

/** So many posters are visible at once on any screen. */
const EAGER = 4

function LiveNow() {
  const shows = useQuery(liveShowsQuery)
  if (shows.data === undefined) {
    return shows.error === null ? (
      <ShowGridSkeleton />
    ) : (
      <ErrorState error={shows.error} onRetry={() => void shows.refetch()} />
    )
  }
  if (shows.data.length === 0) {
    return (
      <EmptyState icon={Radio} title="Nobody is live right now">
        Timed auctions run around the clock; the next shows are announced below.
      </EmptyState>
    )
  }
  return (
    <ShowGrid count={shows.data.length}>
      {shows.data.map((show, index) => (
        <ShowPoster
          key={show.id}
          show={show}
          shape={posterShape(shows.data.length)}
          eager={index < EAGER}
        />
      ))}
    </ShowGrid>
  )
}

function EndingSoon() {
  const auctions = useQuery(endingAuctionsQuery)
  if (auctions.data === undefined) {
    return auctions.error === null ? (
      <AuctionGridSkeleton />
    ) : (
      <ErrorState error={auctions.error} onRetry={() => void auctions.refetch()} />
    )
  }
  if (auctions.data.length === 0) {
    return (
      <EmptyState icon={Hourglass} title="No timed auction is running">
        Look into a category for what has been announced.
      </EmptyState>
    )
  }
  return (
    <AuctionGrid>
      {auctions.data.map((auction) => (
        <AuctionCard key={auction.id} auction={auction} />
      ))}
    </AuctionGrid>
  )
}

function StartingSoon() {
  const shows = useQuery(upcomingShowsQuery)
  if (shows.data === undefined) {
    return shows.error === null ? (
      <ShowGridSkeleton />
    ) : (
      <ErrorState error={shows.error} onRetry={() => void shows.refetch()} />
    )
  }
  if (shows.data.length === 0) {
    return (
      <EmptyState icon={CalendarClock} title="No show is announced yet">
        Sellers announce their shows here, up to 90 days ahead.
      </EmptyState>
    )
  }
  return (
    <ShowGrid count={shows.data.length}>
      {shows.data.map((show) => (
        <ShowPoster key={show.id} show={show} shape={posterShape(shows.data.length)} />
      ))}
    </ShowGrid>
  )
}

/** Says what this is to whoever is new; the others know. */
function Masthead() {
  const { status } = useSession()
  if (status !== 'anonymous') return <h1 className="sr-only">Live and upcoming auctions</h1>
  return (
    <div className="mb-6 md:mb-8">
      <h1 className="text-[2rem] leading-[1.08] font-extrabold tracking-tight md:text-5xl">
        Bid live. See every bid.
      </h1>
      <p className="mt-2 max-w-xl text-ink-muted md:text-lg">
        Shows and timed auctions by independent sellers. Each lot keeps an open ledger that you can
        check yourself.
      </p>
    </div>
  )
}

export function Component() {
  useTitle('Live now')
  return (
    <div className="page py-6 md:py-10">
      <Masthead />
      <CategoryLinks />
      <Section title="Live now">
        <LiveNow />
      </Section>
      <Section title="Ending soon" note="Timed auctions, the next to close first">
        <EndingSoon />
      </Section>
      <Section title="Starting soon">
        <StartingSoon />
      </Section>
    </div>
  )
}
