import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

/** Calls `mark_notifications_read`; all of them without ids. Errors: 42501, INVAL, RTLIM. */
export async function markNotificationsRead(ids?: string[]): Promise<void> {
  unwrap(await client.rpc('mark_notifications_read', ids === undefined ? {} : { p_ids: ids }))
}
