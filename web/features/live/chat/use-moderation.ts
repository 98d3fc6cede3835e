import { useEffect } from 'react'
import { safeParse } from 'valibot'
import { onUserEvent } from '../../../lib/user-events.ts'
import { useLiveSession } from '../state/live-context.tsx'
import { moderationSchema } from '../state/shapes.ts'

/** Takes in at once what moderators decide about the caller; without the broadcast the next snapshot tells. */
export function useModeration(showId: string): void {
  const { dispatch } = useLiveSession()
  useEffect(
    () =>
      onUserEvent('moderation', (payload) => {
        const { success, output } = safeParse(moderationSchema, payload)
        if (success && output.show_id === showId) dispatch({ type: 'moderated', you: output.you })
      }),
    [dispatch, showId],
  )
}
