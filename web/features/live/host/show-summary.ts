import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'

const cents = z.number()
const instant = z.nullable(z.string())

const lotResult = z.object({
  id: z.string(),
  lot_number: z.number(),
  title: z.string(),
  format: z.enum(['english', 'descending', 'fixed']),
  status: z.enum(['draft', 'scheduled', 'live', 'sold', 'unsold', 'cancelled']),
  starting_price_cents: cents,
  has_reserve: z.boolean(),
  opened_at: instant,
  closed_at: instant,
  /** How much longer it ran than it was opened for; null for a lot that never opened. */
  overtime_ms: z.nullable(z.number()),
  bids: z.number(),
  /** Of a fixed-price sale: how many were sold. */
  units: z.nullable(z.number()),
  bidders: z.number(),
  /** The winner's name in this auction. */
  winner: z.nullable(z.string()),
  /** What the ledger says it was sold for. */
  hammer_cents: cents,
  /** What its standing orders come to, and their numbers. */
  ordered_cents: cents,
  orders: z.array(z.number()),
})
export type LotResult = z.infer<typeof lotResult>

export const showSummarySchema = z.object({
  show: z.object({
    id: z.string(),
    title: z.string(),
    status: z.enum(['draft', 'scheduled', 'live', 'ended', 'cancelled']),
    started_at: instant,
    ended_at: instant,
    peak_viewers: z.number(),
  }),
  totals: z.object({
    sold: z.number(),
    unsold: z.number(),
    passed: z.number(),
    withdrawn: z.number(),
    waiting: z.number(),
    bids: z.number(),
    bidders: z.number(),
    hammer_cents: cents,
    ordered_cents: cents,
  }),
  currency: z.string(),
  lots: z.array(lotResult),
  server_time: z.string(),
})
export type ShowSummary = z.infer<typeof showSummarySchema>

/** Calls `show_summary`: what a show of the caller's has brought. Errors: 42501, NOFND. */
export const showSummaryQuery = (showId: string) =>
  queryOptions({
    queryKey: ['show-summary', showId],
    queryFn: async ({ signal }): Promise<ShowSummary> =>
      showSummarySchema.parse(
        unwrap(await client.rpc('show_summary', { p_show_id: showId }).abortSignal(signal)),
      ),
  })
