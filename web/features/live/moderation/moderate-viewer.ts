import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { type Standing, standingSchema } from './moderation-shapes.ts'

export type ModerationAction =
  | 'timeout'
  | 'mute'
  | 'unmute'
  | 'ban'
  | 'unban'
  | 'ban_from_shop'
  | 'unban_from_shop'
  | 'appoint'
  | 'dismiss'

export interface Moderation {
  showId: string
  userId: string
  action: ModerationAction
  /** Null for good; a timeout needs a time. */
  seconds?: number | null
  reason?: string | null
}

/** Calls `moderate_viewer`. Errors: 42501, NOFND, INVAL, RTLIM. */
export async function moderateViewer({
  showId,
  userId,
  action,
  seconds = null,
  reason = null,
}: Moderation): Promise<Standing> {
  return standingSchema.parse(
    unwrap(
      await client.rpc('moderate_viewer', {
        p_show_id: showId,
        p_user_id: userId,
        p_action: action,
        ...(seconds === null ? {} : { p_seconds: seconds }),
        ...(reason === null ? {} : { p_reason: reason }),
      }),
    ),
  )
}
