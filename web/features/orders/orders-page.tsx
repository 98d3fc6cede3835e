import { useQuery } from '@tanstack/react-query'
import { Package } from 'lucide-react'
import { Link, useSearchParams } from 'react-router'
import { buttonStyle } from '../../components/button-style.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Loading, Skeleton } from '../../components/skeleton.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { useMyAccount } from '../../lib/my-account.ts'
import { paths } from '../../lib/paths.ts'
import { useUserId } from '../../lib/session.ts'
import { useTitle } from '../../lib/use-title.ts'
import { myOrdersQuery } from './my-orders.ts'
import { OpenOffers } from './open-offers.tsx'
import { OrderRow } from './order-row.tsx'
import type { Side } from './order-status.ts'

const EMPTY: Record<Side, { title: string; text: string; to: string; action: string }> = {
  buyer: {
    title: 'No orders yet',
    text: 'Each auction you win becomes an order here.',
    to: paths.home(),
    action: 'See what is live',
  },
  seller: {
    title: 'Nothing sold yet',
    text: 'Each lot you sell becomes an order here, to be shipped once it is paid.',
    to: paths.studio(),
    action: 'Go to the studio',
  },
}

function Orders({ userId, side }: { userId: string; side: Side }) {
  const orders = useQuery(myOrdersQuery(userId, side))
  if (orders.data === undefined) {
    return orders.error === null ? (
      <Loading label="Loading orders" className="space-y-4">
        {['a', 'b', 'c'].map((key) => (
          <Skeleton key={key} className="h-20" />
        ))}
      </Loading>
    ) : (
      <ErrorState error={orders.error} onRetry={() => void orders.refetch()} />
    )
  }
  if (orders.data.length === 0) {
    const empty = EMPTY[side]
    return (
      <EmptyState
        icon={Package}
        title={empty.title}
        action={
          <Link to={empty.to} className={buttonStyle({ variant: 'act' })}>
            {empty.action}
          </Link>
        }
      >
        {empty.text}
      </EmptyState>
    )
  }
  return (
    <ul className="divide-y divide-line">
      {orders.data.map((order) => (
        <OrderRow key={order.id} order={order} side={side} />
      ))}
    </ul>
  )
}

export function Component() {
  useTitle('Orders')
  const userId = useUserId()
  const { data: account } = useMyAccount()
  const [params, setParams] = useSearchParams()
  if (userId === null) return null
  const isSeller = account?.seller_status === 'approved'
  return (
    <div className="page max-w-4xl py-8 md:py-10">
      <h1 className="mb-5 text-3xl font-extrabold tracking-tight">Orders</h1>
      <OpenOffers userId={userId} />
      {isSeller ? (
        <Tabs<Side>
          label="Bought or sold"
          value={params.get('side') === 'seller' ? 'seller' : 'buyer'}
          onValueChange={(side) => setParams({ side }, { replace: true })}
          items={[
            { value: 'buyer', label: 'Bought', content: <Orders userId={userId} side="buyer" /> },
            { value: 'seller', label: 'Sold', content: <Orders userId={userId} side="seller" /> },
          ]}
        />
      ) : (
        <Orders userId={userId} side="buyer" />
      )}
    </div>
  )
}
