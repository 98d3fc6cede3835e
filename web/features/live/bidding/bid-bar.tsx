import { SlidersHorizontal } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Skeleton } from '../../../components/skeleton.tsx'
import { cx } from '../../../lib/cx.ts'
import type { Lot } from '../state/shapes.ts'
import { LazyAllIn } from './all-in/lazy-all-in.tsx'
import { BidButton } from './bid-button.tsx'
import { LazyCustomBid, loadCustomBid } from './lazy-custom-bid.tsx'
import { LivePrice } from './live-price.tsx'
import { ReserveBadge } from './reserve-badge.tsx'
import { SignInLink } from './sign-in-link.tsx'
import { StatusLine } from './status-line.tsx'
import { TimeLeft } from './time-left.tsx'
import { type Bidding, useBidding } from './use-bidding.ts'

// There is nothing to announce before something has happened.
const Announcer = lazy(async () => ({ default: (await import('./announcer.tsx')).Announcer }))

// Most lots are bid for, and are open: what else there is loads when it is there.
const OfferBar = lazy(() => import('../buying/offer-bar.tsx'))
const BuyNow = lazy(() => import('../buying/buy-now.tsx'))
const GateNotice = lazy(async () => ({ default: (await import('./gate-notice.tsx')).GateNotice }))
const OverNotice = lazy(async () => ({ default: (await import('./over-notice.tsx')).OverNotice }))
const PreBid = lazy(() => import('./pre-bid.tsx'))

interface BidBarProps {
  lot: Lot
  className?: string
}

/** Price, time, standing, and the button that bids exactly what it says. Needs a LiveProvider above. */
export function BidBar({ lot, className }: BidBarProps) {
  const bidding = useBidding(lot)
  return (
    <section
      aria-label={lot.format === 'english' ? 'Bidding' : 'Buying'}
      className={cx('flex flex-col gap-2.5', className)}
    >
      <Suspense fallback={null}>
        <Announcer key={lot.id} lot={lot} timeLeftMs={bidding.timeLeftMs} />
      </Suspense>
      {lot.format === 'english' ? (
        <EnglishBar lot={lot} bidding={bidding} />
      ) : (
        <Suspense fallback={<Skeleton className="h-44" />}>
          <OfferBar lot={lot} bidding={bidding} />
        </Suspense>
      )}
    </section>
  )
}

function EnglishBar({ lot, bidding }: { lot: Lot; bidding: Bidding }) {
  return (
    <>
      <Figures lot={lot} bidding={bidding} />
      {lot.status === 'live' && <StatusLine lot={lot} bidding={bidding} />}
      <Action key={`action ${lot.id}`} lot={lot} bidding={bidding} />
      {lot.status === 'live' && lot.buy_now_cents !== null && (
        <Suspense fallback={<div className="h-11" />}>
          <BuyNow key={`buy ${lot.id}`} lot={lot} bidding={bidding} />
        </Suspense>
      )}
      {(lot.status === 'live' || lot.status === 'scheduled') && bidding.gate !== 'own' && (
        <LazyAllIn
          lot={lot}
          amountCents={bidding.standing === 'leading' ? lot.price_cents : lot.min_bid_cents}
        />
      )}
    </>
  )
}

function Figures({ lot, bidding }: { lot: Lot; bidding: Bidding }) {
  const open = lot.status === 'live'
  const stale = open && bidding.gate === 'reconnecting'
  const label =
    lot.status === 'sold' ? 'Sold for' : lot.bid_count === 0 ? 'Starting price' : 'Current bid'
  return (
    <div className="flex items-end justify-between gap-3">
      <div className="min-w-0">
        <p className="flex items-center gap-2 text-xs font-semibold text-ink-muted">
          {label}
          <span className="tabular font-medium">
            {lot.bid_count} {lot.bid_count === 1 ? 'bid' : 'bids'}
          </span>
        </p>
        <LivePrice
          cents={lot.price_cents}
          currency={lot.currency}
          stale={stale}
          className="mt-1 text-[2.125rem] lg:text-5xl"
        />
      </div>
      <div className="flex flex-col items-end gap-1.5">
        <ReserveBadge lot={lot} />
        {open && (
          <TimeLeft ms={bidding.timeLeftMs} endsAt={lot.ends_at} className="text-xl lg:text-2xl" />
        )}
      </div>
    </div>
  )
}

function Action({ lot, bidding }: { lot: Lot; bidding: Bidding }) {
  const [entering, setEntering] = useState(false)
  const preload = () => void loadCustomBid()
  const { gate, standing, bid } = bidding
  switch (gate) {
    case 'loading':
      return <Skeleton className="h-14" />
    case 'over':
      return (
        <Suspense fallback={<Skeleton className="h-14" />}>
          <OverNotice lot={lot} standing={standing} />
        </Suspense>
      )
    case 'pre-bid':
      return (
        <Suspense fallback={<Skeleton className="h-14" />}>
          <PreBid lot={lot} bidding={bidding} />
        </Suspense>
      )
    case 'open':
    case 'reconnecting':
    case 'closing': {
      const disabled = gate !== 'open'
      const leading = standing === 'leading'
      const placing = bid?.phase === 'placing'
      return (
        <div className="flex gap-2.5">
          <Button
            size="lg"
            aria-label={leading ? 'Raise your maximum' : 'Custom amount or maximum'}
            onPointerEnter={preload}
            onFocus={preload}
            onClick={() => setEntering(true)}
            className={cx('min-h-14', leading && 'flex-1')}
          >
            <SlidersHorizontal aria-hidden className="size-5" />
            {!leading && 'Custom'}
            {leading && (placing ? 'Placing…' : 'Raise your maximum')}
          </Button>
          {!leading && (
            <BidButton
              amountCents={lot.min_bid_cents}
              currency={lot.currency}
              bid={bid}
              disabled={disabled}
              onBid={(amount) => bidding.placeBid(amount, true)}
            />
          )}
          {entering && (
            <LazyCustomBid
              lot={lot}
              leading={leading}
              disabled={disabled || placing}
              open
              onOpenChange={setEntering}
              onBid={bidding.placeBid}
            />
          )}
        </div>
      )
    }
    case 'signed-out':
      return <SignInLink lot={lot} />
    default:
      return (
        <Suspense fallback={<Skeleton className="h-14" />}>
          <GateNotice gate={gate} lot={lot} />
        </Suspense>
      )
  }
}
