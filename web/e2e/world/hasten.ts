/** Makes deadlines come, so that a journey waits for no clock. As a superuser: nothing less can move the end of an auction. */
import postgres from 'postgres'
import { databaseUrl } from '../../../supabase/local/postgres/server.ts'
import type { Stack } from '../../../supabase/local/types.ts'

export interface Hasten {
  /** The auction ends in a second; its ledger stays whole. */
  endAuction(id: string): Promise<void>
  /** The time to pay of the order is over, and what follows from that has happened. */
  endPaymentTime(orderId: string): Promise<void>
  stop(): Promise<void>
}

export function hasten(stack: Pick<Stack, 'databaseUrl'>): Hasten {
  const { port } = new URL(stack.databaseUrl)
  const sql = postgres(databaseUrl(Number(port), 'supabase_admin'), {
    max: 1,
    onnotice: () => undefined,
  })
  return {
    async endAuction(id) {
      await sql.begin(async (tx) => {
        await tx`set local session_replication_role = replica`
        await tx`
          with moved as (
            update public.auctions set ends_at = date_trunc('milliseconds', clock_timestamp()) + interval '1 second'
            where id = ${id} returning id, ends_at)
          update private.auction_events e set ends_at = m.ends_at,
            hash = private.event_hash(e.prev_hash, e.auction_id, e.seq, e.kind, e.bidder, e.amount_cents, e.price_cents,
              e.bid_count, e.leader, e.reserve_met, m.ends_at, e.placed_at, e.detail)
          from moved m
          where e.auction_id = m.id and e.seq = (select max(x.seq) from private.auction_events x where x.auction_id = m.id)`
      })
    },
    async endPaymentTime(orderId) {
      await sql`update public.orders set payment_due_at = clock_timestamp() where id = ${orderId}`
    },
    stop: () => sql.end(),
  }
}
