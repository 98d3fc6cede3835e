import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { PriceText } from '../../../components/price-text.tsx'
import { formatDistance } from '../../../lib/distance.ts'
import { paths } from '../../../lib/paths.ts'
import { useNow } from '../../../lib/use-now.ts'
import { LotImage } from '../show/lot-image.tsx'
import type { Lot } from '../state/shapes.ts'
import { fetchRelated, type RelatedAuction } from './fetch-related.ts'

/** Where to go on: what runs in the same category. Nothing when there is nothing, or when it cannot be read. */
export function Related({ lot }: { lot: Lot }) {
  const { data = [] } = useQuery({
    queryKey: ['related', lot.product.category_slug, lot.id],
    queryFn: ({ signal }) => fetchRelated(lot.product.category_slug, lot.id, signal),
  })
  if (data.length === 0) return null
  return (
    <section>
      <h2 className="mb-4 text-xl font-bold">More in {lot.product.category}</h2>
      <ul className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        {data.map((auction) => (
          <RelatedCard key={auction.id} auction={auction} />
        ))}
      </ul>
    </section>
  )
}

function RelatedCard({ auction }: { auction: RelatedAuction }) {
  const now = useNow(30_000)
  return (
    <li>
      <Link to={paths.auction(auction.id)} className="group block">
        <LotImage
          src={auction.products.images[0]}
          alt=""
          className="aspect-square w-full rounded-card"
        />
        <span className="mt-2 line-clamp-2 leading-snug font-semibold group-hover:underline">
          {auction.title}
        </span>
        <span className="mt-0.5 flex flex-wrap items-baseline gap-x-2">
          <PriceText
            cents={auction.price_cents}
            currency={auction.currency}
            className="font-display font-bold"
          />
          {auction.ends_at !== null && (
            <span className="text-sm text-ink-muted">
              {formatDistance(auction.ends_at, new Date(now))}
            </span>
          )}
        </span>
      </Link>
    </li>
  )
}
