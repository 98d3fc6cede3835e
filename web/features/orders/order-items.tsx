import { Link } from 'react-router'
import { Card } from '../../components/card.tsx'
import { MomentText } from '../../components/moment-text.tsx'
import { Picture } from '../../components/picture.tsx'
import { PriceText } from '../../components/price-text.tsx'
import { paths } from '../../lib/paths.ts'
import type { Order } from './order.ts'

/** The lots of an order. */
export function OrderItems({ order }: { order: Order }) {
  return (
    <Card className="mt-6 p-5 sm:p-6">
      <h2 className="text-lg font-bold">What is in it</h2>
      <ul className="mt-2 divide-y divide-line">
        {order.items.map((item) => (
          <li key={item.id} className="flex items-center gap-4 py-4">
            <Picture
              src={item.product?.images[0]}
              alt=""
              title={item.title}
              className="size-16 shrink-0 rounded-control"
            />
            <div className="min-w-0 flex-1">
              <Link to={paths.auction(item.auction_id)} className="font-semibold hover:underline">
                {item.title}
              </Link>
              {item.quantity > 1 && (
                <p className="text-sm text-ink-muted">{item.quantity} pieces</p>
              )}
            </div>
            <PriceText cents={item.price_cents * item.quantity} currency={order.currency} />
          </li>
        ))}
      </ul>
      <p className="mt-1 text-sm text-ink-muted">
        Won <MomentText at={order.created_at} />
      </p>
    </Card>
  )
}
