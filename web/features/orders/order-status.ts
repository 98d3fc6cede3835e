import {
  Ban,
  CircleAlert,
  CircleCheck,
  Hourglass,
  type LucideIcon,
  PackageCheck,
  Truck,
} from 'lucide-react'
import type { BadgeTone } from '../../components/badge.tsx'
import type { Enums } from '../../types/database.ts'

export type OrderStatus = Enums<'order_status'>
export type Side = 'buyer' | 'seller'

interface StatusLook {
  label: string
  tone: BadgeTone
  icon: LucideIcon
}

export const ORDER_STATUS: Record<OrderStatus, StatusLook> = {
  pending: { label: 'Awaiting payment', tone: 'act', icon: Hourglass },
  action_required: { label: 'Action needed', tone: 'outbid', icon: CircleAlert },
  paid: { label: 'Paid', tone: 'winning', icon: CircleCheck },
  shipped: { label: 'Shipped', tone: 'winning', icon: Truck },
  delivered: { label: 'Delivered', tone: 'winning', icon: PackageCheck },
  cancelled: { label: 'Cancelled', tone: 'neutral', icon: Ban },
}

/** What the buyer must do is not the seller's business: to them the order just waits. */
export function lookOf(status: OrderStatus, side: Side): StatusLook {
  return ORDER_STATUS[side === 'seller' && status === 'action_required' ? 'pending' : status]
}

/** The way an order goes when nothing goes wrong. */
export const ORDER_PATH: readonly OrderStatus[] = ['pending', 'paid', 'shipped', 'delivered']

const NEXT: Record<Side, Record<OrderStatus, string>> = {
  buyer: {
    pending: 'Payment is the next step. The seller ships once it has arrived.',
    action_required: 'The payment needs you. Until it is made the seller keeps the item.',
    paid: 'Your payment has arrived. The seller packs and ships next.',
    shipped: 'The parcel is on its way to you.',
    delivered: 'The parcel has arrived. Enjoy it.',
    cancelled: 'Nothing more happens here, and nothing is charged.',
  },
  seller: {
    pending: 'The buyer has not paid yet. Keep the item back until they have.',
    action_required: 'The buyer is asked to complete the payment. Keep the item back until then.',
    paid: 'The buyer has paid. Pack and ship it next.',
    shipped: 'The parcel is on its way to the buyer.',
    delivered: 'The buyer has the parcel.',
    cancelled: 'Nothing more happens here. The item may be offered again.',
  },
}

/** What comes next, seen from one side. */
export function nextStep(status: OrderStatus, side: Side): string {
  return NEXT[side][status]
}

/** True while money is still to come. */
export function isUnpaid(status: OrderStatus): boolean {
  return status === 'pending' || status === 'action_required'
}
