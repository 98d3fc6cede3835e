import { ChevronRight } from 'lucide-react'
import { Link } from 'react-router'
import { Badge } from '../../components/badge.tsx'
import { MomentText } from '../../components/moment-text.tsx'
import { Picture } from '../../components/picture.tsx'
import { PriceText } from '../../components/price-text.tsx'
import { paths } from '../../lib/paths.ts'
import { lookOf, type OrderStatus, type Side } from './order-status.ts'

interface OrderRowProps {
  side: Side
  order: {
    id: string
    number: number
    status: OrderStatus
    currency: string
    items_cents: number
    total_cents: number | null
    created_at: string
    items: { id: string; title: string; product: { images: string[] } | null }[]
  }
}

export function OrderRow({ order, side }: OrderRowProps) {
  const [first, ...more] = order.items
  const look = lookOf(order.status, side)
  const title = first?.title ?? `Order ${order.number}`
  return (
    <li className="relative flex items-center gap-4 py-4">
      <Picture
        src={first?.product?.images[0]}
        alt=""
        title={title}
        className="size-16 shrink-0 rounded-control"
      />
      <div className="min-w-0 flex-1">
        <h2 className="truncate font-sans font-semibold">
          <Link to={paths.order(order.id)} className="after:absolute after:inset-0">
            {title}
            {more.length > 0 && ` and ${more.length} more`}
          </Link>
        </h2>
        <p className="text-sm text-ink-muted">
          No. {order.number} · <MomentText at={order.created_at} />
        </p>
        <Badge tone={look.tone} icon={look.icon} className="mt-1.5">
          {look.label}
        </Badge>
      </div>
      <PriceText
        cents={(side === 'buyer' ? order.total_cents : null) ?? order.items_cents}
        currency={order.currency}
        className="font-display text-lg font-bold"
      />
      <ChevronRight aria-hidden className="size-5 text-ink-muted" />
    </li>
  )
}
