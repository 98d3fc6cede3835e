import { queryOptions } from '@tanstack/react-query'
import { client } from '../../lib/client.ts'
import { errorForCode } from '../../lib/errors.ts'
import { unwrap } from '../../lib/unwrap.ts'
import { withDues } from './order-dues.ts'

/** One order with its lots, both parties, parcel, address, payments, refunds and disputes, as far as the user may see them. Throws NOFND. */
export function orderQuery(id: string) {
  return queryOptions({
    queryKey: ['order', id],
    queryFn: ({ signal }) => fetchOrder(id, signal),
  })
}

export type Order = Awaited<ReturnType<typeof fetchOrder>>

async function fetchOrder(id: string, signal: AbortSignal) {
  const order = unwrap(
    await client
      .from('orders')
      .select(
        `id, number, status, currency, items_cents, created_at, payment_due_at, joinable_until, sealed_at, paid_at,
        cancelled_at, cancel_reason, buyer_id, seller_id,
        seller:sellers!orders_seller_id_fkey(shop_name, profile:profiles!sellers_id_fkey(username, avatar_url)),
        items:order_items!order_items_order_id_fkey(id, auction_id, title, quantity, price_cents, product:products!order_items_product_id_fkey(images)),
        shipment:shipments!shipments_order_id_fkey(carrier, tracking_number, shipped_at, delivered_at, by:carriers!shipments_carrier_fkey(name, tracking_url)),
        address:order_addresses!order_addresses_order_id_fkey(full_name, line1, line2, city, region, postal_code, country, phone),
        payments!payments_order_id_fkey(id, status, failure_code, card_brand, card_last4, created_at),
        disputes!disputes_order_id_fkey(id, status, reason, currency, amount_cents, answer_by, opened_at, closed_at),
        refunds!refunds_order_id_fkey(id, reason, status, currency, amount_cents, created_at)`,
      )
      .eq('id', id)
      .order('created_at', { referencedTable: 'payments', ascending: false })
      .order('created_at', { referencedTable: 'refunds', ascending: false })
      .abortSignal(signal)
      .maybeSingle(),
  )
  if (order === null) throw errorForCode('NOFND')
  const [due] = await withDues([order], signal)
  if (due === undefined) throw errorForCode('NOFND')
  return due
}
