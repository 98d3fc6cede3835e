import { useEffect } from 'react'
import { object, safeParse, string } from 'valibot'
import { onUserEvent } from '../../../lib/user-events.ts'
import { useLiveSession } from '../state/live-context.tsx'

const stageEvent = object({ show_id: string() })

/** Whether the caller is asked onto the stage, or taken off it, is seen at once; the next snapshot would tell, too. */
export function useStageEvents(showId: string): void {
  const { refresh } = useLiveSession()
  useEffect(
    () =>
      onUserEvent('stage', (payload) => {
        const { success, output } = safeParse(stageEvent, payload)
        if (success && output.show_id === showId) refresh()
      }),
    [refresh, showId],
  )
}
