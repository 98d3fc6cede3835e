import { loadClient } from '../../../lib/load-client.ts'
import { unwrap } from '../../../lib/unwrap.ts'

/** Asks to be told when a scheduled show starts, or not any more. Errors: 42501 (signed out, not scheduled), RTLIM. */
export async function remindOfShow(
  showId: string,
  userId: string,
  reminded: boolean,
): Promise<void> {
  const reminders = (await loadClient()).from('show_reminders')
  unwrap(
    reminded
      ? // A second tab may have been faster: that is the same reminder.
        await reminders.upsert(
          { show_id: showId },
          { onConflict: 'user_id,show_id', ignoreDuplicates: true },
        )
      : await reminders.delete().eq('show_id', showId).eq('user_id', userId),
  )
}
