import { useQuery } from '@tanstack/react-query'
import { Store } from 'lucide-react'
import { useParams } from 'react-router'
import { Avatar } from '../../components/avatar.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Section } from '../../components/section.tsx'
import { Loading, Skeleton } from '../../components/skeleton.tsx'
import { useTitle } from '../../lib/use-title.ts'
import { AuctionCard } from './auction-card.tsx'
import { AuctionGrid, AuctionGridSkeleton } from './auction-grid.tsx'
import { FollowButton } from './follow-button.tsx'
import { sellerQuery } from './seller.ts'
import { sellerAuctionsQuery } from './seller-auctions.ts'
import { sellerShowsQuery } from './seller-shows.ts'
import { posterShape, ShowGrid } from './show-grid.tsx'
import { ShowPoster } from './show-poster.tsx'

function Shop({ sellerId }: { sellerId: string }) {
  const shows = useQuery(sellerShowsQuery(sellerId))
  const auctions = useQuery(sellerAuctionsQuery(sellerId))
  if (shows.data === undefined || auctions.data === undefined) {
    const error = shows.error ?? auctions.error
    const retry = () => Promise.all([shows.refetch(), auctions.refetch()])
    return error !== null ? (
      <ErrorState error={error} onRetry={() => void retry()} />
    ) : (
      <AuctionGridSkeleton />
    )
  }
  if (shows.data.length === 0 && auctions.data.length === 0) {
    return (
      <EmptyState icon={Store} title="Nothing on offer at the moment">
        New shows and auctions of this shop appear here.
      </EmptyState>
    )
  }
  return (
    <>
      {shows.data.length > 0 && (
        <Section title="Shows">
          <ShowGrid count={shows.data.length}>
            {shows.data.map((show) => (
              <ShowPoster key={show.id} show={show} shape={posterShape(shows.data.length)} />
            ))}
          </ShowGrid>
        </Section>
      )}
      {auctions.data.length > 0 && (
        <Section title="Auctions">
          <AuctionGrid>
            {auctions.data.map((auction) => (
              <AuctionCard key={auction.id} auction={auction} />
            ))}
          </AuctionGrid>
        </Section>
      )}
    </>
  )
}

/** A shop: who runs it and what it offers. */
export function Component() {
  const { username = '' } = useParams()
  const seller = useQuery(sellerQuery(username))
  useTitle(seller.data?.seller.shop_name)
  if (seller.data === undefined) {
    return seller.error !== null ? (
      <div className="page py-10">
        <h1 className="sr-only">Shop not found</h1>
        <ErrorState error={seller.error} onRetry={() => void seller.refetch()} />
      </div>
    ) : (
      <Loading label="Loading the shop" className="page py-10">
        <div className="flex items-center gap-5">
          <Skeleton className="size-20 rounded-full" />
          <Skeleton className="h-9 w-56" />
        </div>
      </Loading>
    )
  }
  const { seller: shop, ...profile } = seller.data
  const about = shop.about ?? profile.bio
  return (
    <div className="page py-8 md:py-12">
      <header className="mb-10 flex flex-col gap-5 sm:flex-row sm:items-center">
        <Avatar name={shop.shop_name} src={profile.avatar_url} size="lg" />
        <div>
          <h1 className="text-3xl font-extrabold tracking-tight md:text-4xl">{shop.shop_name}</h1>
          <p className="text-ink-muted">
            @{profile.username} · selling since {new Date(shop.created_at).getFullYear()}
            {shop.followers > 0 &&
              ` · ${shop.followers} ${shop.followers === 1 ? 'follower' : 'followers'}`}
          </p>
          {about !== null && <p className="mt-3 max-w-2xl whitespace-pre-line">{about}</p>}
        </div>
        <div className="sm:ml-auto">
          <FollowButton sellerId={profile.id} shopName={shop.shop_name} />
        </div>
      </header>
      <Shop sellerId={profile.id} />
    </div>
  )
}
