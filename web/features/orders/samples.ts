import { type Handlers, json } from '../../lib/testing/fake-api.ts'
import type { Order } from './order.ts'
import type { Breakdown } from './order-breakdown.ts'

/** A paid order of two lamps, and what it costs; for tests. */
export const sampleOrder: Order = {
  id: 'o1',
  number: 10_001,
  status: 'paid',
  currency: 'USD',
  items_cents: 5000,
  total_cents: 6232,
  created_at: '2026-11-23T10:00:00Z',
  payment_due_at: '2026-11-25T10:00:00Z',
  joinable_until: null,
  sealed_at: '2026-11-23T10:00:00Z',
  paid_at: '2026-11-23T12:00:00Z',
  action_reason: null,
  cancelled_at: null,
  cancel_reason: null,
  address_id: null,
  buyer_id: 'u1',
  seller_id: 'u2',
  seller: { shop_name: 'Grail Street', profile: { username: 'ben', avatar_url: null } },
  items: [
    {
      id: 'i1',
      auction_id: 'a1',
      title: 'Brass lamp',
      quantity: 2,
      price_cents: 2500,
      product: { images: [] },
    },
  ],
  shipment: null,
  address: {
    full_name: 'Bea Long',
    line1: '1 Main Street',
    line2: null,
    city: 'Oakland',
    region: 'CA',
    postal_code: '94607',
    country: 'US',
    phone: null,
  },
  payments: [],
  refunds: [],
  disputes: [],
}

export const samplePrice: Breakdown = {
  currency: 'USD',
  items_cents: 5000,
  buyer_fee_cents: 200,
  shipping_cents: 599,
  tax_cents: 433,
  total_cents: 6232,
  tax_name: 'CA sales tax',
  tax_rate_ppm: 72_500,
  final: true,
}

/** How the API tells of orders: the rows, and apart from them what only the parties learn. */
export const ordersApi = (...orders: object[]): Handlers => {
  const split = orders.map((order) => {
    const { id, total_cents, action_reason, address_id, ...row }: Partial<Order> = order
    return { row: { id, ...row }, dues: { order_id: id, total_cents, action_reason, address_id } }
  })
  return {
    'GET /rest/v1/orders': () => json(split.map(({ row }) => row)),
    'POST /rest/v1/rpc/order_dues': () => json(split.map(({ dues }) => dues)),
  }
}
