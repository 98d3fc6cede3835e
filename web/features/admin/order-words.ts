import type { BadgeTone } from '../../components/badge.tsx'
import { reasonText } from '../../lib/refund-reasons.ts'
import type { MoneyEvent } from './order-money.ts'

const STATUS: Readonly<Record<string, { label: string; tone: BadgeTone }>> = {
  pending: { label: 'Awaiting payment', tone: 'act' },
  action_required: { label: 'Buyer must act', tone: 'outbid' },
  paid: { label: 'Paid', tone: 'winning' },
  shipped: { label: 'Shipped', tone: 'winning' },
  delivered: { label: 'Delivered', tone: 'winning' },
  cancelled: { label: 'Cancelled', tone: 'neutral' },
}

export function statusLook(status: string): { label: string; tone: BadgeTone } {
  return STATUS[status] ?? { label: status, tone: 'neutral' }
}

/** A code as words: `product_not_received` → `product not received`. */
export function words(code: string): string {
  return code.replaceAll('_', ' ')
}

const EVENTS: Readonly<Record<string, string>> = {
  won: 'Won or bought',
  sealed: 'The total is final',
  charge_begun: 'Charge begun',
  paid: 'Paid',
  booked: 'Booked at Stripe',
  refund_asked: 'Refund asked for',
  refund_succeeded: 'Refunded',
  refund_failed: 'Refund failed',
  inquiry_opened: 'The buyer’s bank asks about it',
  inquiry_closed: 'The bank took nothing',
  dispute_opened: 'The buyer’s bank contests it',
  dispute_won: 'The bank decided for the shop',
  dispute_lost: 'The bank decided for the buyer',
  shipped: 'Shipped',
  delivered: 'Delivered',
  cancelled: 'Cancelled',
}

/** What happened, in a few words. */
export function eventTitle({ what }: MoneyEvent): string {
  return EVENTS[what] ?? words(what)
}

/** What else is known of it. */
export function eventDetail({ what, detail }: MoneyEvent): string {
  const parts = Object.entries(detail).map(([key, value]) => {
    if (key === 'reason' && what === 'refund_asked') return reasonText(String(value))
    if (key === 'by') return `by @${value}`
    if (key === 'number') return `attempt ${value}`
    if (key === 'card') return `card ending in ${value}`
    return key === 'stripe_id' || key === 'account' ? String(value) : words(String(value))
  })
  return parts.join(' · ')
}
