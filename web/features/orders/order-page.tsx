import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { Avatar } from '../../components/avatar.tsx'
import { Badge } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { MomentText } from '../../components/moment-text.tsx'
import { Loading, Skeleton } from '../../components/skeleton.tsx'
import { brandName } from '../../lib/my-card.ts'
import { paths } from '../../lib/paths.ts'
import { useUserId } from '../../lib/session.ts'
import { useTitle } from '../../lib/use-title.ts'
import { DisputeNotice } from './dispute-notice.tsx'
import { type Order, orderQuery } from './order.ts'
import { OrderItems } from './order-items.tsx'
import { OrderPrice } from './order-price.tsx'
import { isUnpaid, lookOf, nextStep, type Side } from './order-status.ts'
import { OrderTimeline } from './order-timeline.tsx'
import { ParcelPanel } from './parcel-panel.tsx'
import { PayPanel } from './pay-panel.tsx'
import { RefundPanel } from './refund-panel.tsx'

/** While money is on its way the page asks now and then, in case a message is lost. */
const ASK_EVERY_MS = 4000

function isMoving({ status, refunds }: Order): boolean {
  return isUnpaid(status) || refunds.some((refund) => refund.status === 'pending')
}

/** One order: where it is, what comes next, what it costs, what is in it. */
export function Component() {
  const { id = '' } = useParams()
  const userId = useUserId()
  const query = useQuery({
    ...orderQuery(id),
    refetchInterval: ({ state }) =>
      state.data !== undefined && isMoving(state.data) ? ASK_EVERY_MS : false,
  })
  useTitle(query.data === undefined ? undefined : `Order ${query.data.number}`)
  if (query.data === undefined && query.error !== null) {
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
  const look = lookOf(order.status, side)
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
        <span role="status">
          <Badge tone={look.tone} icon={look.icon}>
            {look.label}
          </Badge>
        </span>
      </div>
      <Card className="flex flex-col gap-5 p-5 sm:p-6">
        {order.status !== 'cancelled' && (
          <OrderTimeline
            status={order.status}
            times={{
              pending: order.created_at,
              paid: order.paid_at,
              shipped: order.shipment?.shipped_at ?? null,
              delivered: order.shipment?.delivered_at ?? null,
            }}
          />
        )}
        {side === 'buyer' && isUnpaid(order.status) ? (
          <PayPanel order={order} />
        ) : (
          <NextStep order={order} side={side} />
        )}
      </Card>
      {order.disputes.map((dispute) => (
        <DisputeNotice key={dispute.id} dispute={dispute} side={side} />
      ))}
      <ParcelPanel order={order} side={side} />
      <OrderPrice order={order} side={side} />
      <RefundPanel order={order} side={side} />
      <OrderItems order={order} />
      {side === 'buyer' && order.seller !== null && <SoldBy seller={order.seller} />}
    </div>
  )
}

const CANCELLED: Record<string, Record<Side, string>> = {
  unpaid: {
    buyer:
      'It was not paid in time. A strike was noted; three of them end bidding. Nothing more happens here, and nothing is charged.',
    seller: 'It was not paid in time. The item may be offered again.',
  },
  not_chargeable: {
    buyer: 'It could be charged to no card. That counts as no strike, and nothing was charged.',
    seller:
      'Stripe takes no payment of this sum: mostly it is too small or too large. The item is back in your drafts.',
  },
  refunded: {
    buyer: 'All that you paid goes back to your card. The item is not sent.',
    seller: 'It was refunded in full. Do not send the item; it is back in your drafts.',
  },
}

/** A parcel that has not left waits for the bank. */
const CONTESTED: Record<Side, string> = {
  buyer: 'Your bank decides first. The seller may keep the item back until then.',
  seller: 'Keep the item back until the bank has decided.',
}

function NextStep({ order, side }: { order: Order; side: Side }) {
  const paidWith = order.payments.find(({ status }) => status === 'succeeded')
  const contested =
    order.status === 'paid' && order.disputes.some(({ status }) => status === 'open')
  const why = order.cancel_reason === null ? undefined : CANCELLED[order.cancel_reason]
  const next = contested ? CONTESTED[side] : nextStep(order.status, side)
  return (
    <div className="rounded-control bg-sunken p-4">
      <p className="font-semibold">What comes next</p>
      <p>{why?.[side] ?? next}</p>
      {order.status === 'pending' && (
        <p className="mt-1 text-ink-muted">
          Payment is due by{' '}
          <MomentText at={order.payment_due_at} className="font-medium text-ink" />.
        </p>
      )}
      {paidWith?.card_last4 != null && (
        <p className="mt-1 text-ink-muted">
          Charged to {brandName(paidWith.card_brand)} ending in {paidWith.card_last4}.
        </p>
      )}
    </div>
  )
}

function SoldBy({ seller }: { seller: NonNullable<Order['seller']> }) {
  return (
    <Card className="mt-6 flex items-center gap-4 p-5">
      <Avatar name={seller.shop_name} src={seller.profile?.avatar_url} />
      <div>
        <p className="text-sm text-ink-muted">Sold by</p>
        {seller.profile === null ? (
          <p className="font-semibold">{seller.shop_name}</p>
        ) : (
          <Link to={paths.seller(seller.profile.username)} className="link">
            {seller.shop_name}
          </Link>
        )}
      </div>
    </Card>
  )
}
