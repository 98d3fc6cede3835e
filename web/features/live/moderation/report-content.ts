import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import type { ReportReason } from './report-reasons.ts'

/** Calls `report_content` for a message; a second report of it is the first. Errors: 42501, INVAL, NOFND, RTLIM. */
export async function reportMessage(
  messageId: string,
  reason: ReportReason,
  note: string,
): Promise<void> {
  unwrap(
    await client.rpc('report_content', {
      p_subject_kind: 'message',
      p_subject_id: messageId,
      p_reason: reason,
      p_note: note,
    }),
  )
}
