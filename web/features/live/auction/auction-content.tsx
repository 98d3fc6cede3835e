import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { paths } from '../../../lib/paths.ts'
import { formatExact, formatMoment } from '../../../lib/time.ts'
import { useNow } from '../../../lib/use-now.ts'
import { useTitle } from '../../../lib/use-title.ts'
import { BidBar } from '../bidding/bid-bar.tsx'
import { ConnectionBadge } from '../bidding/connection-badge.tsx'
import { ShareButton } from '../show/show-header.tsx'
import { useIsWide } from '../show/use-is-wide.ts'
import { useLot } from '../state/live-context.tsx'
import type { Lot } from '../state/shapes.ts'
import { useCloseWhenDue } from '../state/use-close-when-due.ts'
import { Why } from '../why/why.tsx'
import { BidHistory } from './bid-history.tsx'
import { Gallery } from './gallery.tsx'
import { Related } from './related.tsx'
import { SellerCard } from './seller-card.tsx'
import { Specs } from './specs.tsx'
import { Terms } from './terms.tsx'
import { WatchButton } from './watch-button.tsx'

/** One auction: what it is on the left, what it costs on the right; on a phone the bid bar lies at the bottom. */
export function AuctionContent({ auctionId }: { auctionId: string }) {
  const lot = useLot(auctionId)
  const isWide = useIsWide()
  useTitle(lot?.title)
  useCloseWhenDue(lot)
  if (lot === null) return null
  return (
    <>
      <div className="page grid grid-cols-1 gap-x-12 gap-y-8 pt-4 pb-10 max-lg:pb-96 lg:grid-cols-[minmax(0,1fr)_25rem] lg:pt-10">
        <div className="flex min-w-0 flex-col gap-8">
          <div className="flex flex-col gap-4">
            <Crumbs lot={lot} />
            {!isWide && <Title lot={lot} />}
            <Gallery title={lot.title} images={lot.product.images} />
          </div>
          {!isWide && <Actions lot={lot} />}
          {!isWide && <Why lot={lot} />}
          <Section title="About this item">
            {lot.product.description !== '' && (
              <p className="mb-5 max-w-prose leading-relaxed whitespace-pre-line text-ink-soft">
                {lot.product.description}
              </p>
            )}
            <Specs product={lot.product} />
          </Section>
          <Section title="How this auction works">
            <Terms lot={lot} />
          </Section>
          {!isWide && <SellerCard lot={lot} />}
          {!isWide && (
            <Section title="Bids">
              <BidHistory lot={lot} />
            </Section>
          )}
          <Related lot={lot} />
        </div>
        {isWide && (
          <aside className="sticky top-[calc(var(--header)+1.5rem)] flex max-h-[calc(100dvh-var(--header)-3rem)] flex-col gap-6 self-start overflow-y-auto pr-1 [scrollbar-width:thin]">
            <Title lot={lot} />
            <div className="rounded-card border border-line bg-surface p-5 shadow-card">
              <BidBar lot={lot} />
              <EndsAt lot={lot} />
            </div>
            <Why lot={lot} />
            <Actions lot={lot} />
            <SellerCard lot={lot} />
            <Section title="Bids">
              <BidHistory lot={lot} />
            </Section>
          </aside>
        )}
      </div>
      {!isWide && (
        <div className="fixed inset-x-0 bottom-0 z-30 rounded-t-3xl border-t border-line bg-surface/95 px-4 pt-3.5 pb-[max(0.875rem,env(safe-area-inset-bottom))] shadow-float backdrop-blur-xl">
          <BidBar lot={lot} className="mx-auto max-w-xl" />
        </div>
      )}
    </>
  )
}

function Crumbs({ lot }: { lot: Lot }) {
  return (
    <nav aria-label="Category" className="flex items-center justify-between text-sm">
      <Link
        to={paths.category(lot.product.category_slug)}
        className="font-semibold text-ink-muted hover:text-ink"
      >
        {lot.product.category}
      </Link>
      <ConnectionBadge />
    </nav>
  )
}

function Title({ lot }: { lot: Lot }) {
  return <h1 className="text-2xl leading-tight font-extrabold lg:text-3xl">{lot.title}</h1>
}

function Actions({ lot }: { lot: Lot }) {
  return (
    <div className="flex items-center gap-2">
      <WatchButton lot={lot} className="flex-1" />
      <ShareButton title={lot.title} className="border border-line-strong/60" />
    </div>
  )
}

function EndsAt({ lot }: { lot: Lot }) {
  const now = useNow(30_000)
  if (lot.status !== 'live' || lot.ends_at === null) return null
  return (
    <p className="mt-3 text-center text-sm text-ink-muted" title={formatExact(lot.ends_at)}>
      Ends {formatMoment(lot.ends_at, new Date(now))}
    </p>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-3 text-xl font-bold">{title}</h2>
      {children}
    </section>
  )
}
