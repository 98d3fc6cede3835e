import { useQuery } from '@tanstack/react-query'
import { PackageCheck } from 'lucide-react'
import { Link } from 'react-router'
import { buttonStyle } from '../../components/button-style.ts'
import { Card } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { MomentText } from '../../components/moment-text.tsx'
import { Picture } from '../../components/picture.tsx'
import { Loading, Skeleton } from '../../components/skeleton.tsx'
import { addressLines } from '../../lib/my-addresses.ts'
import { paths } from '../../lib/paths.ts'
import { useUserId } from '../../lib/session.ts'
import { useTitle } from '../../lib/use-title.ts'
import { ShipForm } from './ship-form.tsx'
import { toShipQuery } from './to-ship.ts'

function Queue({ sellerId }: { sellerId: string }) {
  const orders = useQuery(toShipQuery(sellerId))
  if (orders.data === undefined) {
    return orders.error === null ? (
      <Loading label="Loading what is to be shipped" className="space-y-4">
        <Skeleton className="h-56 rounded-card" />
        <Skeleton className="h-56 rounded-card" />
      </Loading>
    ) : (
      <ErrorState error={orders.error} onRetry={() => void orders.refetch()} />
    )
  }
  if (orders.data.length === 0) {
    return (
      <EmptyState
        icon={PackageCheck}
        title="Nothing to ship"
        action={
          <Link to={paths.studio()} className={buttonStyle()}>
            Go to the studio
          </Link>
        }
      >
        Orders appear here as soon as they are paid, with the address to send them to.
      </EmptyState>
    )
  }
  return (
    <ul className="flex flex-col gap-5">
      {orders.data.map((order) => (
        <li key={order.id}>
          <Card className="grid gap-6 p-5 sm:p-6 md:grid-cols-[1fr_1.4fr]">
            <div>
              <h2 className="font-bold">
                <Link to={paths.order(order.id)} className="hover:underline">
                  Order {order.number}
                </Link>
              </h2>
              {order.paid_at !== null && (
                <p className="text-sm text-ink-muted">
                  Paid <MomentText at={order.paid_at} />
                </p>
              )}
              {order.address !== null && (
                <address className="mt-3 not-italic">
                  <p className="font-semibold">{order.address.full_name}</p>
                  {addressLines(order.address).map((line) => (
                    <p key={line}>{line}</p>
                  ))}
                  {order.address.phone !== null && (
                    <p className="text-ink-muted">{order.address.phone}</p>
                  )}
                </address>
              )}
            </div>
            <div className="flex flex-col gap-5">
              <ul className="flex flex-col gap-3">
                {order.items.map((item) => (
                  <li key={item.id} className="flex items-center gap-3">
                    <Picture
                      src={item.product?.images[0]}
                      alt=""
                      title={item.title}
                      className="size-12 shrink-0 rounded-control"
                    />
                    <span className="font-semibold">
                      {item.quantity > 1 && `${item.quantity} × `}
                      {item.title}
                    </span>
                  </li>
                ))}
              </ul>
              <ShipForm orderId={order.id} />
            </div>
          </Card>
        </li>
      ))}
    </ul>
  )
}

/** What a shop has to pack, address and form side by side: label, number, next. */
export function Component() {
  useTitle('Orders to ship')
  const userId = useUserId()
  return (
    <div className="page max-w-5xl py-8 md:py-10">
      <Link to={paths.studio()} className="link text-sm">
        Studio
      </Link>
      <h1 className="mt-2 mb-6 text-3xl font-extrabold tracking-tight">Orders to ship</h1>
      {userId !== null && <Queue sellerId={userId} />}
    </div>
  )
}
