import { useQuery } from '@tanstack/react-query'
import { PackageSearch, Search } from 'lucide-react'
import type { FormEvent } from 'react'
import { useSearchParams } from 'react-router'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { MomentText } from '../../components/moment-text.tsx'
import { PriceText } from '../../components/price-text.tsx'
import { findOrdersQuery } from './find-orders.ts'
import { ListState } from './list-state.tsx'
import { OrderLink } from './order-link.tsx'
import { statusLook } from './order-words.ts'

/** Any order by whatever somebody has at hand. */
export function OrdersPanel() {
  const [params, setParams] = useSearchParams()
  const wanted = params.get('q') ?? ''
  const query = useQuery(findOrdersQuery(wanted))

  function search(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const text = String(new FormData(event.currentTarget).get('q') ?? '').trim()
    setParams(text === '' ? { tab: 'orders' } : { tab: 'orders', q: text })
  }

  return (
    <>
      <form onSubmit={search} className="mb-6 flex flex-col gap-3 sm:flex-row sm:items-end">
        <div className="flex-1">
          <Field label="Number, username, e-mail, or what Stripe calls it">
            {(control) => (
              <Input
                {...control}
                key={wanted}
                name="q"
                type="search"
                maxLength={200}
                autoComplete="off"
                defaultValue={wanted}
                placeholder="10001, bea, pi_…"
              />
            )}
          </Field>
        </div>
        <Button type="submit" variant="solid" className="min-h-12">
          <Search aria-hidden className="size-4" />
          Find
        </Button>
      </form>
      <ListState query={query} label="Loading orders">
        {(orders) =>
          orders.length === 0 ? (
            <EmptyState icon={PackageSearch} title="No such order">
              {wanted === ''
                ? 'Nothing has been sold yet.'
                : 'Names and addresses have to be complete: “bea”, not “be”.'}
            </EmptyState>
          ) : (
            <Card className="overflow-hidden">
              <ul className="divide-y divide-line">
                {orders.map((order) => {
                  const look = statusLook(order.status)
                  return (
                    <li key={order.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 p-4">
                      <OrderLink id={order.id} number={order.number} />
                      <Badge tone={look.tone}>{look.label}</Badge>
                      <PriceText
                        cents={order.cents}
                        currency={order.currency}
                        className="ml-auto font-bold"
                      />
                      <p className="basis-full truncate text-sm text-ink-muted">
                        @{order.buyer} bought from {order.shop} ·{' '}
                        <MomentText at={order.created_at} />
                      </p>
                    </li>
                  )
                })}
              </ul>
            </Card>
          )
        }
      </ListState>
    </>
  )
}
