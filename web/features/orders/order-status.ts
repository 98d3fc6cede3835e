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
  action_required: { label: 'Payment needed', tone: 'act', icon: CircleAlert },
  paid: { label: 'Paid', tone: 'winning', icon: CircleCheck },
  shipped: { label: 'Shipped', tone: 'winning', icon: Truck },
  delivered: { label: 'Delivered', tone: 'winning', icon: PackageCheck },
  cancelled: { label: 'Cancelled', tone: 'neutral', icon: Ban },
}

/** The way an order goes when nothing goes wrong. */
export const ORDER_PATH: readonly OrderStatus[] = ['pending', 'paid', 'shipped', 'delivered']

const NEXT: Record<Side, Record<OrderStatus, string>> = {
  buyer: {
    pending: 'Payment is the next step. The seller ships once it has arrived.',
    action_required: 'The charge did not go through yet. Finish the payment before the deadline.',
    paid: 'Your payment has arrived. The seller packs and ships next.',
    shipped: 'The parcel is on its way to you.',
    delivered: 'The parcel has arrived. Enjoy it.',
    cancelled: 'Nothing more happens here, and nothing is charged.',
  },
  seller: {
    pending: 'The buyer has not paid yet. Keep the item back until they have.',
    action_required: 'The buyer has to finish the payment. Keep the item back until they have.',
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
