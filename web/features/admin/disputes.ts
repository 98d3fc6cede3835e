import { queryOptions } from '@tanstack/react-query'
import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'
import { adminKey } from './admin-keys.ts'

const MOST = 100

export type Dispute = Awaited<ReturnType<typeof fetchDisputes>>[number]

/** Cases of buyers' banks: what has taken money first, then what is only asked, then what is over; each the latest first. */
export function disputesQuery() {
  return queryOptions({
    queryKey: [...adminKey, 'disputes'],
    queryFn: ({ signal }) => fetchDisputes(signal),
  })
}

async function fetchDisputes(signal: AbortSignal) {
  return unwrap(
    await client
      .from('disputes')
      .select(
        `id, order_id, status, reason, currency, amount_cents, answer_by, opened_at, closed_at,
        order:orders!disputes_order_id_fkey(number),
        shop:sellers!disputes_seller_id_fkey(shop_name)`,
      )
      .order('status')
      .order('opened_at', { ascending: false })
      .limit(MOST)
      .abortSignal(signal),
  )
}
