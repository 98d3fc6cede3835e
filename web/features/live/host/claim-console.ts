import * as z from 'zod/mini'
import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'

const leaseSchema = z.object({
  /** False while another tab or device runs the show. */
  granted: z.boolean(),
  /** When the one that runs it took it, and when it was last heard of. ISO 8601. */
  claimed_at: z.string(),
  seen_at: z.string(),
  /** Round trips of the viewers present, in ms; p95 is null without samples. */
  audience: z.object({ samples: z.number(), p95_ms: z.nullable(z.number()) }),
  server_time: z.string(),
})
export type ConsoleLease = z.infer<typeof leaseSchema>

/** Calls `claim_console`: takes or keeps the show. Errors: 42501, NOFND, STATE (over), INVAL, RTLIM. */
export async function claimConsole(
  showId: string,
  session: string,
  force: boolean,
): Promise<ConsoleLease> {
  return leaseSchema.parse(
    unwrap(
      await client.rpc('claim_console', {
        p_show_id: showId,
        p_session: session,
        p_force: force,
      }),
    ),
  )
}
