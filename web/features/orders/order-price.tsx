import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { FileText } from 'lucide-react'
import { Link } from 'react-router'
import { buttonStyle } from '../../components/button-style.ts'
import { Card } from '../../components/card.tsx'
import { ErrorNotice } from '../../components/error-state.tsx'
import { Field } from '../../components/field.tsx'
import { Select } from '../../components/input.tsx'
import { PriceBreakdown } from '../../components/price-breakdown.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { addressLines, myAddressesQuery } from '../../lib/my-addresses.ts'
import { paths } from '../../lib/paths.ts'
import { chooseOrderAddress } from './choose-order-address.ts'
import type { Order } from './order.ts'
import { breakdownQuery } from './order-breakdown.ts'
import { isUnpaid, type Side } from './order-status.ts'

/** What the order costs, and where it goes: the same figures as in the bid bar, in the charge and on the invoice. */
export function OrderPrice({ order, side }: { order: Order; side: Side }) {
  const breakdown = useQuery(breakdownQuery(order.id))
  const paid = !isUnpaid(order.status) && order.status !== 'cancelled'
  return (
    <Card className="mt-6 grid gap-6 p-5 sm:grid-cols-2 sm:p-6">
      <div>
        <h2 className="mb-2 text-lg font-bold">Price</h2>
        {breakdown.error !== null && <ErrorNotice error={breakdown.error} />}
        {breakdown.data === undefined ? (
          <Skeleton className="h-40" />
        ) : (
          <PriceBreakdown
            price={breakdown.data}
            itemsLabel={order.items.length === 1 ? 'Item' : `${order.items.length} items`}
            totalLabel={paid ? 'Paid' : 'Total'}
            unknown={side === 'buyer' ? 'with an address' : 'once it is paid'}
          />
        )}
      </div>
      <div className="flex flex-col gap-4">
        <div>
          <h2 className="mb-2 text-lg font-bold">Goes to</h2>
          {order.address === null ? (
            side === 'buyer' && order.status !== 'cancelled' ? (
              <ChooseAddress order={order} />
            ) : (
              <p className="text-ink-muted">
                {order.status === 'cancelled' ? 'Nowhere.' : 'You see the address once it is paid.'}
              </p>
            )
          ) : (
            <address className="not-italic">
              <p className="font-semibold">{order.address.full_name}</p>
              {addressLines(order.address).map((line) => (
                <p key={line} className="text-ink-soft">
                  {line}
                </p>
              ))}
              {order.address.phone !== null && (
                <p className="text-ink-muted">{order.address.phone}</p>
              )}
            </address>
          )}
        </div>
        {paid && (
          <Link
            to={paths.invoice(order.id)}
            className={buttonStyle({ className: 'self-start sm:mt-auto' })}
          >
            <FileText aria-hidden className="size-4" />
            Invoice
          </Link>
        )}
      </div>
    </Card>
  )
}

function ChooseAddress({ order }: { order: Order }) {
  const queryClient = useQueryClient()
  const addresses = useQuery(myAddressesQuery(order.buyer_id))
  const choose = useMutation({
    mutationFn: (addressId: string) => chooseOrderAddress(order.id, addressId),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['order', order.id] }),
  })
  const list = addresses.data ?? []
  const chosen =
    list.find(({ id }) => id === order.address_id) ?? list.find(({ is_default }) => is_default)
  return (
    <div className="flex flex-col gap-3">
      {choose.error !== null && <ErrorNotice error={choose.error} />}
      {chosen !== undefined && (
        <Field label="Address" hint="It is fixed when the order is checked out or charged.">
          {(control) => (
            <Select
              {...control}
              value={chosen.id}
              disabled={choose.isPending}
              onChange={(event) => choose.mutate(event.target.value)}
            >
              {list.map((address) => (
                <option key={address.id} value={address.id}>
                  {[address.full_name, ...addressLines(address)].join(', ')}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <Link to={paths.addresses(paths.order(order.id))} className="link self-start text-sm">
        Add an address
      </Link>
    </div>
  )
}
