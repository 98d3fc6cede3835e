import { ArrowDown, CalendarClock, Crown, type LucideIcon, TrendingUp, X } from 'lucide-react'
import { Link } from 'react-router'
import { Badge, type BadgeTone } from '../../components/badge.tsx'
import { buttonStyle } from '../../components/button-style.ts'
import { MomentText } from '../../components/moment-text.tsx'
import { Picture } from '../../components/picture.tsx'
import { PriceText } from '../../components/price-text.tsx'
import { paths } from '../../lib/paths.ts'
import { type BidStanding, bidStanding } from './bid-standing.ts'
import type { MyBid } from './my-bids.ts'

const LOOKS: Record<BidStanding, { tone: BadgeTone; icon: LucideIcon; label: string }> = {
  leading: { tone: 'winning', icon: TrendingUp, label: 'You lead' },
  outbid: { tone: 'outbid', icon: ArrowDown, label: 'Outbid' },
  won: { tone: 'winning', icon: Crown, label: 'Won' },
  waiting: { tone: 'neutral', icon: CalendarClock, label: 'Waiting' },
  lost: { tone: 'neutral', icon: X, label: 'Not won' },
}

function NextStep({ bid, standing }: { bid: MyBid; standing: BidStanding }) {
  if (standing === 'won' && bid.you.order_id !== null) {
    return (
      <Link
        to={paths.order(bid.you.order_id)}
        className={buttonStyle({ variant: 'act', size: 'sm' })}
      >
        See the order
      </Link>
    )
  }
  const why = (
    <Link
      to={`${paths.auction(bid.id)}?why`}
      className={buttonStyle({ variant: 'outline', size: 'sm' })}
    >
      Why?
    </Link>
  )
  if (standing === 'outbid') {
    return (
      <div className="flex gap-2">
        {why}
        <Link to={auctionPath(bid)} className={buttonStyle({ variant: 'act', size: 'sm' })}>
          Bid again
        </Link>
      </div>
    )
  }
  return standing === 'lost' ? why : null
}

function auctionPath(bid: MyBid): string {
  return bid.show_id !== null && bid.status === 'live'
    ? paths.show(bid.show_id)
    : paths.auction(bid.id)
}

export function BidRow({ bid }: { bid: MyBid }) {
  const standing = bidStanding(bid)
  const look = LOOKS[standing]
  return (
    <li className="flex items-center gap-4 py-4">
      <Picture
        src={bid.product.images[0]}
        alt=""
        title={bid.title}
        className="size-20 shrink-0 rounded-control"
      />
      <div className="flex min-w-0 flex-1 flex-col gap-x-6 gap-y-2 md:flex-row md:items-center md:justify-between">
        <div className="min-w-0">
          <Badge tone={look.tone} icon={look.icon}>
            {look.label}
          </Badge>
          <h2 className="mt-1.5 truncate font-sans font-semibold">
            <Link to={auctionPath(bid)} className="hover:underline">
              {bid.title}
            </Link>
          </h2>
          <p className="text-sm text-ink-muted">
            {bid.you.max_cents !== null && (
              <>
                Your maximum <PriceText cents={bid.you.max_cents} currency={bid.currency} /> ·{' '}
              </>
            )}
            bid <MomentText at={bid.your_last_bid_at} />
          </p>
        </div>
        <div className="flex items-center gap-4">
          <div className="md:text-right">
            <PriceText
              cents={bid.price_cents}
              currency={bid.currency}
              className="font-display text-xl font-bold"
            />
            {bid.status === 'live' && bid.ends_at !== null && (
              <p className="text-sm text-ink-muted">
                ends <MomentText at={bid.ends_at} />
              </p>
            )}
            {bid.status === 'live' && standing === 'leading' && !bid.reserve_met && (
              <p className="text-sm text-ink-muted">The reserve is not met yet.</p>
            )}
          </div>
          <NextStep bid={bid} standing={standing} />
        </div>
      </div>
    </li>
  )
}
