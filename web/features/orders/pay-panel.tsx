import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleAlert, Hourglass, Layers, LoaderCircle, type LucideIcon, MapPin } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Button } from '../../components/button.tsx'
import { buttonStyle } from '../../components/button-style.ts'
import { Deadline } from '../../components/deadline.tsx'
import { ErrorNotice } from '../../components/error-state.tsx'
import { MomentText } from '../../components/moment-text.tsx'
import { leaveFor } from '../../lib/leave-for.ts'
import { formatMoney } from '../../lib/money.ts'
import { paths } from '../../lib/paths.ts'
import { useServerOffset } from '../../lib/server-offset.ts'
import { useNow } from '../../lib/use-now.ts'
import { checkoutOrder } from './checkout-order.ts'
import type { Order } from './order.ts'
import { breakdownQuery } from './order-breakdown.ts'
import { payOrder } from './pay-order.ts'
import { declineText, type PayState, payStateOf } from './pay-state.ts'

/** The buyer's next step towards payment, with its deadline: what is wrong, what it means, one button. */
export function PayPanel({ order }: { order: Order }) {
  const breakdown = useQuery(breakdownQuery(order.id))
  const offset = useServerOffset()
  const now = useNow(5000) + (offset ?? 0)
  if (breakdown.data === undefined) return null
  const { total_cents } = breakdown.data
  const state = payStateOf(order, total_cents !== null, now)
  const total = total_cents === null ? null : formatMoney(total_cents, order.currency)
  return (
    <section
      aria-label="Payment"
      className={
        order.status === 'action_required'
          ? 'rounded-control bg-outbid-soft p-4 sm:p-5'
          : 'rounded-control bg-act-soft p-4 sm:p-5'
      }
    >
      <Step order={order} state={state} total={total} />
      {state.kind !== 'open' && state.kind !== 'refused' && (
        <p className="mt-3 text-sm text-ink-soft">
          Pay by <MomentText at={order.payment_due_at} className="font-semibold text-ink" /> (
          <Deadline endsAt={order.payment_due_at} /> left). After that the order is cancelled,
          counts as a strike, and the next bidder is asked.
        </p>
      )}
    </section>
  )
}

interface StepProps {
  order: Order
  state: PayState
  total: string | null
}

function Step({ order, state, total }: StepProps) {
  const pay = total === null ? 'Pay' : `Pay ${total}`
  switch (state.kind) {
    case 'open':
      return (
        <Words icon={Layers} title="Still open for more">
          What else you win in this show joins this order and ships with it, until{' '}
          <MomentText at={state.until} className="font-semibold" />. Then your card is charged.
          <CheckOut orderId={order.id}>
            Check out now{total === null ? '' : ` for ${total}`}
          </CheckOut>
        </Words>
      )
    case 'charging':
      return (
        <Words icon={LoaderCircle} spin title="Your card is being charged">
          This takes a few seconds; the page follows by itself.
          {total !== null && ` The amount is ${total}.`}
          <Pay orderId={order.id} card="saved" variant="outline">
            {pay} now
          </Pay>
        </Words>
      )
    case 'address':
      return (
        <Words icon={MapPin} title="Where should it go?">
          Shipping and tax depend on it, so nothing is charged before there is an address.
          <Link
            to={paths.addresses(paths.order(order.id))}
            className={buttonStyle({ variant: 'act', className: 'mt-4' })}
          >
            Add an address
          </Link>
        </Words>
      )
    case 'card':
      return (
        <Words icon={CircleAlert} title="There is no card to charge">
          Pay with any card on Stripe’s page.
          <Pay orderId={order.id} card="other">
            {pay} with a card
          </Pay>
        </Words>
      )
    case 'bank':
      return (
        <Words icon={CircleAlert} title="Your bank wants you to confirm">
          Nothing has been charged yet. Your bank asks once, on its own page.
          <Pay orderId={order.id} card="saved">
            Confirm {total ?? 'the payment'} with the bank
          </Pay>
        </Words>
      )
    case 'unfinished':
      return (
        <Words icon={Hourglass} title="The payment is not finished">
          You left the payment page before the end. Nothing has been charged.
          <Pay orderId={order.id} card="other">
            Continue to pay {total ?? ''}
          </Pay>
        </Words>
      )
    case 'refused':
      return (
        <Words icon={CircleAlert} title="This payment cannot be taken">
          Stripe does not accept it, whatever the card. Nothing has been charged, and whoever runs
          this platform sees it. If it is not put right by{' '}
          <MomentText at={order.payment_due_at} className="font-semibold" />, the order is cancelled
          without a strike.
          <Pay orderId={order.id} card="saved" variant="outline">
            Try again
          </Pay>
        </Words>
      )
    case 'declined':
      return (
        <Words icon={CircleAlert} title="The payment did not go through">
          {declineText(state.reason)} Nothing has been charged.
          <Pay orderId={order.id} card="other">
            {pay} with another card
          </Pay>
        </Words>
      )
  }
}

interface WordsProps {
  icon: LucideIcon
  title: string
  spin?: boolean
  children: ReactNode
}

function Words({ icon: Icon, title, spin = false, children }: WordsProps) {
  return (
    <div className="flex gap-3">
      <Icon aria-hidden className={`mt-0.5 size-5 shrink-0 ${spin ? 'animate-spin' : ''}`} />
      <div className="min-w-0 flex-1">
        <h2 className="text-lg leading-tight font-bold">{title}</h2>
        <div className="mt-1">{children}</div>
      </div>
    </div>
  )
}

function useRefreshOrder(orderId: string) {
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries({ queryKey: ['order', orderId] })
}

function CheckOut({ orderId, children }: { orderId: string; children: ReactNode }) {
  const refresh = useRefreshOrder(orderId)
  const mutation = useMutation({
    mutationFn: () => checkoutOrder(orderId),
    onSettled: refresh,
  })
  return (
    <Action
      error={mutation.error}
      busy={mutation.isPending}
      variant="act"
      onClick={() => mutation.mutate()}
    >
      {children}
    </Action>
  )
}

interface PayProps {
  orderId: string
  card: 'saved' | 'other'
  variant?: 'act' | 'outline'
  children: ReactNode
}

function Pay({ orderId, card, variant = 'act', children }: PayProps) {
  const refresh = useRefreshOrder(orderId)
  const mutation = useMutation({
    mutationFn: () => payOrder(orderId, card),
    onSuccess: ({ url }) => {
      if (url !== null) leaveFor(url)
    },
    onSettled: refresh,
  })
  const leaving = mutation.data?.url != null
  return (
    <Action
      error={mutation.error}
      busy={mutation.isPending || leaving}
      variant={variant}
      onClick={() => mutation.mutate()}
    >
      {children}
    </Action>
  )
}

interface ActionProps {
  error: Error | null
  busy: boolean
  variant: 'act' | 'outline'
  onClick: () => void
  children: ReactNode
}

function Action({ error, busy, variant, onClick, children }: ActionProps) {
  return (
    <>
      {error !== null && (
        <div className="mt-4">
          <ErrorNotice error={error} />
        </div>
      )}
      <div className="mt-4">
        <Button variant={variant} size="lg" busy={busy} onClick={onClick} className="max-sm:w-full">
          {children}
        </Button>
      </div>
    </>
  )
}
