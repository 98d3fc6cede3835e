import { Eye } from 'lucide-react'
import { Link } from 'react-router'
import { Avatar } from '../../components/avatar.tsx'
import { Badge, LiveBadge } from '../../components/badge.tsx'
import { MomentText } from '../../components/moment-text.tsx'
import { Picture } from '../../components/picture.tsx'
import { PriceText } from '../../components/price-text.tsx'
import { cx } from '../../lib/cx.ts'
import { paths } from '../../lib/paths.ts'
import type { ShowSummary } from './show-summary.ts'

const VIEWERS = new Intl.NumberFormat(undefined, { notation: 'compact' })

function CurrentLot({ lot }: { lot: NonNullable<ShowSummary['current']> }) {
  return (
    <p className="mt-3 flex max-w-md items-center justify-between gap-3 rounded-control bg-white/14 px-3 py-2 backdrop-blur-md">
      <span className="min-w-0 truncate text-sm">{lot.title}</span>
      <PriceText
        cents={lot.price_cents}
        currency={lot.currency}
        className="shrink-0 font-display text-lg font-bold text-act"
      />
    </p>
  )
}

interface ShowPosterProps {
  show: ShowSummary
  /** The class of its aspect ratio. */
  shape: string
  eager?: boolean
}

/** A show as a poster: always dark at the foot, so that its words are legible on any picture. */
export function ShowPoster({ show, shape, eager = false }: ShowPosterProps) {
  const shop = show.seller?.shop_name ?? 'A seller'
  return (
    <article className="group relative isolate overflow-hidden rounded-card bg-black text-white shadow-card has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus">
      <Picture
        src={show.cover_image}
        alt=""
        title={show.title}
        eager={eager}
        className={cx(
          shape,
          'transition-transform duration-500 group-hover:scale-[1.02] motion-reduce:transform-none',
        )}
      />
      <div
        aria-hidden
        className="absolute inset-0 bg-linear-to-t from-black/90 via-black/35 via-45% to-black/25"
      />
      <div className="absolute top-3 left-3 flex gap-1.5">
        {show.status === 'live' ? (
          <>
            <LiveBadge />
            {show.viewers > 0 && (
              <Badge tone="glass" icon={Eye}>
                {VIEWERS.format(show.viewers)}
                <span className="sr-only">watching</span>
              </Badge>
            )}
          </>
        ) : (
          show.starts_at !== null && (
            <Badge tone="glass">
              <MomentText at={show.starts_at} className="inline-block first-letter:uppercase" />
            </Badge>
          )
        )}
      </div>
      <div className="absolute inset-x-0 bottom-0 p-4 md:p-6">
        <p className="flex items-center gap-2 text-sm font-medium text-white/85">
          <Avatar name={shop} src={show.seller?.profile?.avatar_url} size="sm" />
          <span className="truncate">{shop}</span>
        </p>
        <h3 className="mt-1.5 line-clamp-2 max-w-2xl text-xl leading-tight font-bold md:text-2xl">
          <Link to={paths.show(show.id)} className="outline-none after:absolute after:inset-0">
            {show.title}
          </Link>
        </h3>
        {show.current !== null && <CurrentLot lot={show.current} />}
      </div>
    </article>
  )
}
