import { useQuery } from '@tanstack/react-query'
import { Scale } from 'lucide-react'
import { Badge, type BadgeTone } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { MomentText } from '../../components/moment-text.tsx'
import { PriceText } from '../../components/price-text.tsx'
import { type Dispute, disputesQuery } from './disputes.ts'
import { ListState } from './list-state.tsx'
import { OrderLink } from './order-link.tsx'
import { words } from './order-words.ts'

const LOOK: Record<Dispute['status'], { label: string; tone: BadgeTone }> = {
  open: { label: 'Open', tone: 'outbid' },
  inquiry: { label: 'The bank asks', tone: 'act' },
  won: { label: 'Decided for the shop', tone: 'winning' },
  lost: { label: 'Decided for the buyer', tone: 'neutral' },
  closed: { label: 'Nothing was taken', tone: 'winning' },
}

function DisputeRow({ dispute }: { dispute: Dispute }) {
  const { label, tone } = LOOK[dispute.status]
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 p-4">
      <OrderLink id={dispute.order_id} number={dispute.order.number} />
      <Badge tone={tone}>{label}</Badge>
      <PriceText
        cents={dispute.amount_cents}
        currency={dispute.currency}
        className="ml-auto font-bold"
      />
      <p className="basis-full text-sm text-ink-muted">
        {words(dispute.reason)} · {dispute.shop.shop_name} · since{' '}
        <MomentText at={dispute.opened_at} />
        {dispute.closed_at === null && dispute.answer_by !== null && (
          <>
            {' '}
            · to be answered by{' '}
            <MomentText at={dispute.answer_by} className="font-medium text-ink" />
          </>
        )}
        {dispute.closed_at !== null && (
          <>
            {' '}
            · ended <MomentText at={dispute.closed_at} />
          </>
        )}
      </p>
    </li>
  )
}

/** Payments that buyers' banks contest or ask about. They are answered at Stripe. */
export function DisputesPanel() {
  const query = useQuery(disputesQuery())
  return (
    <ListState query={query} label="Loading the disputes">
      {(disputes) =>
        disputes.length === 0 ? (
          <EmptyState icon={Scale} title="No disputes">
            When a buyer’s bank contests a payment or asks about it, its case is listed here.
          </EmptyState>
        ) : (
          <>
            <p className="mb-4 text-ink-muted">
              The shop’s share is held until the bank has decided. A bank that only asks has taken
              nothing: an answer or a full refund ends that. Evidence is sent in Stripe’s dashboard.
            </p>
            <Card className="overflow-hidden">
              <ul className="divide-y divide-line">
                {disputes.map((dispute) => (
                  <DisputeRow key={dispute.id} dispute={dispute} />
                ))}
              </ul>
            </Card>
          </>
        )
      }
    </ListState>
  )
}
