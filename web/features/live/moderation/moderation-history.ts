import * as z from 'zod/mini'
import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { type LogEntry, logEntrySchema } from './moderation-shapes.ts'

export const LOG_PAGE = 30

/** Calls `moderation_history`: the log below the id `before`, newest first. Errors: 42501, NOFND, RTLIM. */
export async function moderationHistory(
  showId: string,
  before: number | null,
): Promise<LogEntry[]> {
  return z.array(logEntrySchema).parse(
    unwrap(
      await client.rpc('moderation_history', {
        p_show_id: showId,
        p_limit: LOG_PAGE,
        ...(before === null ? {} : { p_before: before }),
      }),
    ),
  )
}
