import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Undo2 } from 'lucide-react'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { MomentText } from '../../components/moment-text.tsx'
import { PriceText } from '../../components/price-text.tsx'
import { RefundDialog } from '../../components/refund-dialog.tsx'
import { adminPaths } from '../../lib/admin-paths.ts'
import { useTitle } from '../../lib/use-title.ts'
import { adminKey } from './admin-keys.ts'
import { ListState } from './list-state.tsx'
import { type OrderMoney, orderMoneyQuery } from './order-money.ts'
import { eventDetail, eventTitle, statusLook, words } from './order-words.ts'
import { SecondFactorNotice } from './second-factor-notice.tsx'

/** A refund and a charge go through the outbox: some seconds. */
const ASK_EVERY_MS = 4000

function isMoving({ status, events }: OrderMoney): boolean {
  const count = (what: string) => events.filter((event) => event.what === what).length
  return (
    status === 'pending' ||
    count('refund_asked') > count('refund_succeeded') + count('refund_failed')
  )
}

function Timeline({ order }: { order: OrderMoney }) {
  return (
    <Card className="mt-6 p-5 sm:p-6">
      <h2 className="text-lg font-bold">What happened</h2>
      <ol className="mt-3">
        {order.events.map((event) => (
          <li
            key={`${event.at} ${event.what}`}
            className="flex flex-wrap items-baseline gap-x-4 border-t border-line py-3 first:border-t-0"
          >
            <span className="font-semibold">{eventTitle(event)}</span>
            {event.cents !== null && (
              <PriceText
                cents={event.cents}
                currency={order.currency}
                className="ml-auto font-bold"
              />
            )}
            <span className="basis-full text-sm break-words text-ink-muted">
              <MomentText at={event.at} />
              {Object.keys(event.detail).length > 0 && ` · ${eventDetail(event)}`}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  )
}

function Books({ order }: { order: OrderMoney }) {
  if (order.accounts.length === 0) return null
  return (
    <Card className="mt-6 p-5 sm:p-6">
      <h2 className="text-lg font-bold">In the books</h2>
      <p className="mt-1 text-sm text-ink-muted">
        Positive: money that Stripe holds, and costs. Negative: what is owed and earned. The sum is
        nothing.
      </p>
      <dl className="mt-3">
        {order.accounts.map(({ account, cents }) => (
          <div key={account} className="flex justify-between gap-4 border-t border-line py-2">
            <dt className="min-w-0 font-mono text-sm break-all">{account}</dt>
            <dd>
              <PriceText cents={cents} currency={order.currency} />
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

function Refund({ order }: { order: OrderMoney }) {
  const queryClient = useQueryClient()
  const [isOpen, setOpen] = useState(false)
  if (order.disputed) {
    return (
      <p className="mt-4 text-ink-muted">
        The buyer’s bank has a case about this payment, so it takes no refund.
      </p>
    )
  }
  if (order.left_cents === 0) return null
  return (
    <>
      <Button className="mt-4" onClick={() => setOpen(true)}>
        <Undo2 aria-hidden className="size-4" />
        Give a refund
      </Button>
      {isOpen && (
        <RefundDialog
          order={order}
          left={order.left_cents}
          onClose={() => setOpen(false)}
          onAsked={() => queryClient.invalidateQueries({ queryKey: adminKey })}
        />
      )}
    </>
  )
}

function Summary({ order }: { order: OrderMoney }) {
  const look = statusLook(order.status)
  return (
    <>
      <div className="mt-2 mb-6 flex flex-wrap items-center gap-3">
        <h1 className="tabular text-3xl font-extrabold tracking-tight">Order {order.number}</h1>
        <span role="status">
          <Badge tone={look.tone}>{look.label}</Badge>
        </span>
      </div>
      <Card className="p-5 sm:p-6">
        <p>
          <span className="font-semibold">@{order.buyer}</span> bought from{' '}
          <span className="font-semibold">{order.shop}</span>
        </p>
        <ul className="mt-2 text-ink-muted">
          {order.items.map((item) => (
            <li key={`${item.title} ${item.price_cents}`} className="flex justify-between gap-4">
              <span className="min-w-0 truncate">
                {item.quantity > 1 && `${item.quantity} × `}
                {item.title}
              </span>
              <PriceText cents={item.price_cents * item.quantity} currency={order.currency} />
            </li>
          ))}
        </ul>
        {order.total_cents !== null && (
          <p className="mt-3 flex justify-between gap-4 border-t border-line pt-3 font-bold">
            <span>Total, all in</span>
            <PriceText cents={order.total_cents} currency={order.currency} />
          </p>
        )}
        {order.reason !== null && (
          <p className="mt-3 rounded-control bg-sunken p-3">
            {order.status === 'cancelled' ? 'Cancelled' : 'Waits for the buyer'}:{' '}
            {words(order.reason)}
            {order.status === 'action_required' && (
              <>
                , until <MomentText at={order.payment_due_at} className="font-medium" />
              </>
            )}
          </p>
        )}
        <Refund order={order} />
      </Card>
    </>
  )
}

/** One order as an operator sees it: who, what, everything that has happened to its money, and refunds beyond a shop's limits. */
export function Component() {
  const { id = '' } = useParams()
  const query = useQuery({
    ...orderMoneyQuery(id),
    refetchInterval: ({ state }) =>
      state.data !== undefined && isMoving(state.data) ? ASK_EVERY_MS : false,
  })
  useTitle(query.data === undefined ? 'Order' : `Order ${query.data.number}`)
  return (
    <div className="page max-w-4xl py-8 md:py-10">
      <Link to={adminPaths.money('orders')} className="link text-sm">
        All orders
      </Link>
      <div className="mt-4">
        <SecondFactorNotice />
      </div>
      <ListState query={query} label="Loading the order">
        {(order) => (
          <>
            <Summary order={order} />
            <Timeline order={order} />
            <Books order={order} />
          </>
        )}
      </ListState>
    </div>
  )
}
