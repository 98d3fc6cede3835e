import { CalendarClock, Radio } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Badge } from '../../components/badge.tsx'
import { Deadline } from '../../components/deadline.tsx'
import { MomentText } from '../../components/moment-text.tsx'
import { Picture } from '../../components/picture.tsx'
import { PriceText } from '../../components/price-text.tsx'
import { paths } from '../../lib/paths.ts'
import type { AuctionSummary } from './auction-summary.ts'
import { conditionLabel } from './condition.ts'

function When({ auction }: { auction: AuctionSummary }) {
  if (auction.status === 'live' && auction.ends_at !== null) {
    return (
      <Badge tone="glass">
        <Deadline endsAt={auction.ends_at} icon className="text-white" />
      </Badge>
    )
  }
  if (auction.show_id !== null && auction.status === 'scheduled') {
    return (
      <Badge tone="glass" icon={Radio}>
        In a show
      </Badge>
    )
  }
  if (auction.status === 'scheduled' && auction.starts_at !== null) {
    return (
      <Badge tone="glass" icon={CalendarClock}>
        <MomentText at={auction.starts_at} className="inline-block first-letter:uppercase" />
      </Badge>
    )
  }
  return <Badge tone="glass">{auction.status === 'sold' ? 'Sold' : 'Ended'}</Badge>
}

interface AuctionCardProps {
  auction: AuctionSummary
  /** A control over the picture's corner, such as "stop watching". */
  corner?: ReactNode
  eager?: boolean
}

/** One auction in a grid: picture, time, title, price. A lot of a show leads to the show. */
export function AuctionCard({ auction, corner, eager = false }: AuctionCardProps) {
  const { bid_count: bids, product } = auction
  return (
    <article className="group relative flex flex-col">
      <div className="relative">
        <Picture
          src={product?.images[0]}
          alt=""
          title={auction.title}
          eager={eager}
          className="aspect-square rounded-card border border-line"
        />
        <div className="absolute bottom-2 left-2">
          <When auction={auction} />
        </div>
      </div>
      <h3 className="mt-2.5 line-clamp-2 font-sans text-[0.9375rem] leading-snug font-semibold">
        <Link
          to={auction.show_id === null ? paths.auction(auction.id) : paths.show(auction.show_id)}
          className="after:absolute after:inset-0 after:rounded-card group-hover:underline"
        >
          {auction.title}
        </Link>
      </h3>
      <p className="mt-1 flex items-baseline justify-between gap-2">
        <PriceText
          cents={auction.price_cents}
          currency={auction.currency}
          className="font-display text-lg font-bold"
        />
        <span className="tabular text-sm text-ink-muted">
          {bids === 0 ? 'No bids yet' : `${bids} bid${bids === 1 ? '' : 's'}`}
        </span>
      </p>
      {product !== null && (
        <p className="text-sm text-ink-muted">{conditionLabel(product.condition)}</p>
      )}
      {corner !== undefined && <div className="absolute top-2 right-2 z-10">{corner}</div>}
    </article>
  )
}
