import * as z from 'zod/mini'
import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

const notification = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  body: z.string(),
  subject: z.record(z.string(), z.unknown()),
  created_at: z.string(),
  read_at: z.nullable(z.string()),
})
export type Notification = z.infer<typeof notification>

export const BELL_SIZE = 30

/** The caller's latest notifications, newest first. */
export async function fetchNotifications(): Promise<Notification[]> {
  return z
    .array(notification)
    .parse(
      unwrap(
        await client
          .from('notifications')
          .select('id, kind, title, body, subject, created_at, read_at')
          .order('created_at', { ascending: false })
          .order('id', { ascending: false })
          .limit(BELL_SIZE),
      ),
    )
}
