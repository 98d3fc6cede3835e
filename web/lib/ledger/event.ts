/** One row of a public ledger, as `auction_ledger` and `auction_events` return it through PostgREST. */
import * as z from 'zod/mini'
import { Broken } from './fault.ts'
import { parseInstant } from './instant.ts'

/** Largest price that the database accepts, in minor units. */
export const MAX_CENTS = 9_999_999_999
/** Most units that a fixed-price sale can have. */
export const MAX_UNITS = 100_000

export const eventKinds = [
  'opened',
  'bid',
  'auto_bid',
  'extended',
  'retracted',
  'voided',
  'bought',
  'sold',
  'unsold',
  'cancelled',
] as const
export type EventKind = (typeof eventKinds)[number]

const cents = z.int().check(z.minimum(1), z.maximum(MAX_CENTS))
/** Many units cost more than one price. */
const amount = z.int().check(z.minimum(1), z.maximum(Number.MAX_SAFE_INTEGER))
const alias = z.nullable(z.string().check(z.regex(/^[0-9A-F]{8}$/)))
const digest = z.string().check(z.regex(/^[0-9a-f]{64}$/))
const instant = z
  .string()
  .check(z.refine((text) => parseInstant(text) !== null, 'expected a moment in milliseconds'))

const event = z.strictObject({
  auction_id: z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)),
  seq: z.int().check(z.minimum(1)),
  kind: z.enum(eventKinds),
  bidder: alias,
  amount_cents: z.nullable(amount),
  price_cents: cents,
  bid_count: z.int().check(z.minimum(0)),
  leader: alias,
  reserve_met: z.boolean(),
  ends_at: instant,
  placed_at: instant,
  detail: z.string(),
  prev_hash: digest,
  hash: digest,
})

/** Amounts are integer minor units, times ISO 8601, hashes lower case hex. */
export type LedgerEvent = z.infer<typeof event>

/** The row as an event. Throws `shape` naming the field; a field that does not belong there is a fault, too. */
export function readEvent(row: unknown): LedgerEvent {
  const result = event.safeParse(row)
  if (result.success) return result.data
  const [issue] = result.error.issues
  if (issue?.code === 'unrecognized_keys') {
    const field = issue.keys[0] ?? ''
    throw new Broken('shape', field, `An event has no field "${field}".`)
  }
  const field = issue?.path[0]
  if (field === undefined) throw new Broken('shape', 'event', 'This is not an event.')
  throw new Broken('shape', String(field), `The field "${String(field)}" is missing or malformed.`)
}
