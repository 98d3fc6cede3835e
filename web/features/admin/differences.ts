import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'
import { adminKey } from './admin-keys.ts'

export const DIFFERENCE_STATES = ['open', 'explained', 'settled'] as const
export type DifferenceState = (typeof DIFFERENCE_STATES)[number]

const difference = z.object({
  id: z.int(),
  /** A balance that the books do not have, or an object that they did not know. */
  kind: z.enum(['balance', 'missing']),
  /** `platform`, `acct_…`, or the object's id at Stripe. */
  object: z.string(),
  currency: z.nullable(z.string()),
  ours_cents: z.nullable(z.int()),
  theirs_cents: z.nullable(z.int()),
  state: z.enum(DIFFERENCE_STATES),
  found_at: z.string(),
  seen_at: z.string(),
  settled_at: z.nullable(z.string()),
  explanation: z.nullable(z.string()),
  explained_at: z.nullable(z.string()),
  explained_by: z.nullable(z.string()),
})
export type Difference = z.infer<typeof difference>

const reply = z.object({
  compared_at: z.nullable(z.string()),
  counts: z.object({ open: z.int(), explained: z.int() }),
  differences: z.array(difference),
})
export type Differences = z.infer<typeof reply>

/** Calls `money_differences`, latest first. Errors: 42501. */
export function differencesQuery(state: DifferenceState) {
  return queryOptions({
    queryKey: [...adminKey, 'differences', state],
    queryFn: async ({ signal }) =>
      reply.parse(
        unwrap(await client.rpc('money_differences', { p_state: state }).abortSignal(signal)),
      ),
  })
}
