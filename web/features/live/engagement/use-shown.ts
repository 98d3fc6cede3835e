import { useEffect, useState } from 'react'
import { useLiveSession } from '../state/live-context.tsx'

/** So long a result stays on the page by itself. */
const RESULT_SHOWN_MS = 180_000

/** Whether something that ended at `endedAt` (ISO; null while it goes on) is still to be shown, until it is dismissed. */
export function useShown(
  id: string,
  endedAt: string | null,
): { shown: boolean; dismiss: () => void } {
  const { clock } = useLiveSession()
  const [dismissed, setDismissed] = useState<string | null>(null)
  const [expired, setExpired] = useState<string | null>(null)
  const key = `${id} ${endedAt ?? ''}`
  useEffect(() => {
    if (endedAt === null) return
    const left = Date.parse(endedAt) + RESULT_SHOWN_MS - clock.now()
    const timer = setTimeout(() => setExpired(key), Math.max(0, left))
    return () => clearTimeout(timer)
  }, [clock, endedAt, key])
  return { shown: dismissed !== key && expired !== key, dismiss: () => setDismissed(key) }
}
