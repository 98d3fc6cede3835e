import { useQueryClient } from '@tanstack/react-query'
import { Undo2 } from 'lucide-react'
import { useState } from 'react'
import { Badge, type BadgeTone } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { MomentText } from '../../components/moment-text.tsx'
import { PriceText } from '../../components/price-text.tsx'
import { RefundDialog } from '../../components/refund-dialog.tsx'
import { reasonText } from '../../lib/refund-reasons.ts'
import type { Order } from './order.ts'
import type { Side } from './order-status.ts'
import { leftToRefund, type OrderRefund } from './refunds.ts'

const LOOK: Record<OrderRefund['status'], { label: string; tone: BadgeTone }> = {
  pending: { label: 'On its way', tone: 'act' },
  succeeded: { label: 'Refunded', tone: 'winning' },
  failed: { label: 'Failed', tone: 'outbid' },
}

function RefundRow({ refund, side }: { refund: OrderRefund; side: Side }) {
  const { label, tone } = LOOK[refund.status]
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line py-3 first:border-t-0">
      <PriceText
        cents={refund.amount_cents}
        currency={refund.currency}
        className="tabular font-bold"
      />
      <Badge tone={tone}>{label}</Badge>
      <p className="min-w-0 flex-1 basis-full text-sm text-ink-muted sm:basis-auto">
        {reasonText(refund.reason)} · <MomentText at={refund.created_at} />
        {refund.status === 'failed' &&
          (side === 'seller'
            ? ' · Nothing was sent back. You can try again.'
            : ' · It could not be sent back. Ask the shop about it.')}
      </p>
    </li>
  )
}

/** What has gone back to the buyer; the shop can send more, as long as there is something left. */
export function RefundPanel({ order, side }: { order: Order; side: Side }) {
  const [isOpen, setOpen] = useState(false)
  const queryClient = useQueryClient()
  const left = leftToRefund(order)
  const canRefund = side === 'seller' && left > 0
  if (order.refunds.length === 0 && !canRefund) return null
  return (
    <Card className="mt-6 p-5 sm:p-6">
      <h2 className="text-lg font-bold">Refunds</h2>
      {order.refunds.length === 0 ? (
        <p className="mt-1 text-ink-muted">Nothing of this order has been given back.</p>
      ) : (
        <ul className="mt-2">
          {order.refunds.map((refund) => (
            <RefundRow key={refund.id} refund={refund} side={side} />
          ))}
        </ul>
      )}
      {side === 'buyer' && order.refunds.some(({ status }) => status !== 'failed') && (
        <p className="mt-2 text-sm text-ink-muted">
          Refunds go to the card that paid. Banks take up to ten days to show them.
        </p>
      )}
      {canRefund && (
        <>
          <Button className="mt-4" onClick={() => setOpen(true)}>
            <Undo2 aria-hidden className="size-4" />
            Give a refund
          </Button>
          {isOpen && (
            <RefundDialog
              order={order}
              left={left}
              onClose={() => setOpen(false)}
              onAsked={() => queryClient.invalidateQueries({ queryKey: ['order', order.id] })}
            />
          )}
        </>
      )}
    </Card>
  )
}
