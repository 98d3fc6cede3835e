import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { Link } from 'react-router'
import { buttonStyle } from '../../components/button-style.ts'
import { MomentText } from '../../components/moment-text.tsx'
import { PriceText } from '../../components/price-text.tsx'
import { Section } from '../../components/section.tsx'
import { paths } from '../../lib/paths.ts'
import { cancelAuction } from './cancel-auction.ts'
import { ListState } from './list-state.tsx'
import { myAuctionsQuery } from './my-auctions.ts'
import { StatusBadge } from './status-badge.tsx'
import { WithdrawButton } from './withdraw-button.tsx'

const OPEN: readonly string[] = ['draft', 'scheduled', 'live']

export function StudioAuctions({ userId }: { userId: string }) {
  const auctions = useQuery(myAuctionsQuery(userId))
  return (
    <Section
      title="Timed auctions"
      action={
        <Link to={paths.newAuction()} className={buttonStyle({ size: 'sm' })}>
          <Plus aria-hidden className="size-4" />
          New auction
        </Link>
      }
    >
      <ListState
        query={auctions}
        label="Loading your auctions"
        empty="No timed auction yet. Offer something from your inventory."
      >
        {(rows) =>
          rows.map((auction) => (
            <li key={auction.id} className="flex items-start justify-between gap-4 py-3.5">
              <div className="min-w-0">
                <h3 className="font-sans font-semibold">
                  <Link to={paths.auction(auction.id)} className="hover:underline">
                    {auction.title}
                  </Link>
                </h3>
                <p className="mt-1 flex flex-wrap items-center gap-2 text-sm text-ink-muted">
                  <StatusBadge status={auction.status} />
                  {auction.ends_at !== null && (
                    <span>
                      {OPEN.includes(auction.status) ? 'ends ' : 'ended '}
                      <MomentText at={auction.ends_at} />
                    </span>
                  )}
                  <span className="tabular">
                    {auction.bid_count} bid{auction.bid_count === 1 ? '' : 's'}
                  </span>
                </p>
              </div>
              <div className="flex shrink-0 flex-col-reverse items-end gap-x-3 gap-y-1 sm:flex-row sm:items-center">
                {auction.bid_count === 0 && OPEN.includes(auction.status) && (
                  <WithdrawButton
                    userId={userId}
                    title={auction.title}
                    label="Withdraw"
                    consequence="Nobody has bid yet. The auction disappears and the item returns to your inventory."
                    withdraw={() => cancelAuction(auction.id)}
                  />
                )}
                <PriceText
                  cents={auction.price_cents}
                  currency={auction.currency}
                  className="font-display text-lg font-bold"
                />
              </div>
            </li>
          ))
        }
      </ListState>
    </Section>
  )
}
