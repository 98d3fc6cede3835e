import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

/** What only the parties learn, and when, of an order: null where it is not theirs to know, or not fixed yet. */
interface Dues {
  total_cents: number | null
  /** To the buyer: why the order waits for them. */
  action_reason: string | null
  /** To the buyer: the address of their book that it goes to. */
  address_id: string | null
}

const NOTHING: Dues = { total_cents: null, action_reason: null, address_id: null }

/** Adds to each order (at most 200) what it costs and what it waits for. Calls `order_dues`. */
export async function withDues<T extends { id: string }>(
  orders: T[],
  signal: AbortSignal,
): Promise<(T & Dues)[]> {
  if (orders.length === 0) return []
  const ids = orders.map(({ id }) => id)
  const rows = unwrap(await client.rpc('order_dues', { p_order_ids: ids }).abortSignal(signal))
  const dues = new Map(rows.map(({ order_id, ...rest }) => [order_id, rest]))
  return orders.map((order) => ({ ...order, ...(dues.get(order.id) ?? NOTHING) }))
}
