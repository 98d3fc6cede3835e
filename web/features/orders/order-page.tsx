import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { Avatar } from '../../components/avatar.tsx'
import { Badge } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { MomentText } from '../../components/moment-text.tsx'
import { Picture } from '../../components/picture.tsx'
import { PriceText } from '../../components/price-text.tsx'
import { Loading, Skeleton } from '../../components/skeleton.tsx'
import { paths } from '../../lib/paths.ts'
import { useUserId } from '../../lib/session.ts'
import { useTitle } from '../../lib/use-title.ts'
import { orderQuery } from './order.ts'
import { nextStep, ORDER_STATUS, type Side } from './order-status.ts'
import { OrderTimeline } from './order-timeline.tsx'

/** One order: where it is, what comes next, what is in it. */
export function Component() {
  const { id = '' } = useParams()
  const userId = useUserId()
  const query = useQuery(orderQuery(id))
  useTitle(query.data === undefined ? undefined : `Order ${query.data.number}`)
  if (query.error !== null) {
    return (
      <div className="page py-10">
        <h1 className="sr-only">Order not found</h1>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </div>
    )
  }
  if (query.data === undefined) {
    return (
      <Loading label="Loading the order" className="page max-w-4xl py-10">
        <Skeleton className="h-9 w-48" />
        <Skeleton className="mt-6 h-48 rounded-card" />
      </Loading>
    )
  }
  const order = query.data
  const side: Side = order.seller_id === userId ? 'seller' : 'buyer'
  const look = ORDER_STATUS[order.status]
  return (
    <div className="page max-w-4xl py-8 md:py-10">
      <Link
        to={side === 'seller' ? `${paths.orders()}?side=seller` : paths.orders()}
        className="link text-sm"
      >
        All orders
      </Link>
      <div className="mt-2 mb-6 flex flex-wrap items-center gap-3">
        <h1 className="tabular text-3xl font-extrabold tracking-tight">Order {order.number}</h1>
        <Badge tone={look.tone} icon={look.icon}>
          {look.label}
        </Badge>
      </div>
      <Card className="p-5 sm:p-6">
        {order.status !== 'cancelled' && <OrderTimeline status={order.status} />}
        <div className="mt-5 rounded-control bg-sunken p-4 first:mt-0">
          <p className="font-semibold">What comes next</p>
          <p>{nextStep(order.status, side)}</p>
          {order.status === 'pending' && (
            <p className="mt-1 text-ink-muted">
              Payment is due by{' '}
              <MomentText at={order.payment_due_at} className="font-medium text-ink" />.
            </p>
          )}
        </div>
      </Card>
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
              <PriceText cents={item.price_cents} currency={order.currency} />
            </li>
          ))}
        </ul>
        <p className="flex items-baseline justify-between border-t border-line pt-4 font-bold">
          Items
          <PriceText
            cents={order.items_cents}
            currency={order.currency}
            className="font-display text-2xl"
          />
        </p>
        <p className="mt-1 text-sm text-ink-muted">
          Won <MomentText at={order.created_at} />
        </p>
      </Card>
      {side === 'buyer' && order.seller !== null && (
        <Card className="mt-6 flex items-center gap-4 p-5">
          <Avatar name={order.seller.shop_name} src={order.seller.profile?.avatar_url} />
          <div>
            <p className="text-sm text-ink-muted">Sold by</p>
            {order.seller.profile === null ? (
              <p className="font-semibold">{order.seller.shop_name}</p>
            ) : (
              <Link to={paths.seller(order.seller.profile.username)} className="link">
                {order.seller.shop_name}
              </Link>
            )}
          </div>
        </Card>
      )}
    </div>
  )
}
