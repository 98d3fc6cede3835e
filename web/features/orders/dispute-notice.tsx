import { Scale } from 'lucide-react'
import { Card } from '../../components/card.tsx'
import { MomentText } from '../../components/moment-text.tsx'
import { formatMoney } from '../../lib/money.ts'
import type { Order } from './order.ts'
import type { Side } from './order-status.ts'

type Dispute = Order['disputes'][number]

const TEXT: Record<Dispute['status'], Record<Side, { title: string; text: string }>> = {
  open: {
    buyer: {
      title: 'Your bank has a case about this payment',
      text: 'You, or somebody with your card, told the bank that it should not have been charged. The bank decides.',
    },
    seller: {
      title: 'The buyer’s bank contests the payment',
      text: 'Your part is held by us until the bank has decided. If the parcel was sent, keep the proof of it.',
    },
  },
  inquiry: {
    buyer: {
      title: 'Your bank asks about this payment',
      text: 'Nothing has been taken back. If you know the payment after all, tell the bank; if something is wrong with the order, the seller can refund it.',
    },
    seller: {
      title: 'The buyer’s bank asks about the payment',
      text: 'It has taken nothing. A full refund ends the question; if the order is fine, keep the proof that it was sent.',
    },
  },
  won: {
    buyer: { title: 'Your bank’s case has ended', text: 'The payment stands.' },
    seller: {
      title: 'The case is decided for you',
      text: 'Your part is back on its way to your account.',
    },
  },
  lost: {
    buyer: { title: 'Your bank’s case has ended', text: 'The bank has given you the money back.' },
    seller: {
      title: 'The case is decided for the buyer',
      text: 'The money stays with the buyer, and so does your part of it.',
    },
  },
  closed: {
    buyer: { title: 'Your bank’s question has ended', text: 'The bank has taken nothing back.' },
    seller: { title: 'The bank’s question has ended', text: 'The bank has taken nothing.' },
  },
}

/** A payment that the buyer's bank contests or asks about, seen from one side. */
export function DisputeNotice({ dispute, side }: { dispute: Dispute; side: Side }) {
  const { title, text } = TEXT[dispute.status][side]
  return (
    <Card className="mt-6 flex gap-4 p-5 sm:p-6">
      <Scale aria-hidden className="mt-0.5 size-6 shrink-0 text-outbid" />
      <div>
        <h2 className="text-lg font-bold">{title}</h2>
        <p className="mt-1">{text}</p>
        <p className="mt-1 text-sm text-ink-muted">
          {formatMoney(dispute.amount_cents, dispute.currency)} · since{' '}
          <MomentText at={dispute.opened_at} />
          {dispute.closed_at === null && side === 'seller' && dispute.answer_by !== null && (
            <>
              {' '}
              · to be answered by <MomentText at={dispute.answer_by} />
            </>
          )}
        </p>
      </div>
    </Card>
  )
}
