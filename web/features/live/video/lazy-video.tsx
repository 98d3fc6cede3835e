import { lazy, Suspense } from 'react'
import { useLive } from '../state/live-context.tsx'
import type { Show } from '../state/shapes.ts'

const Video = lazy(async () => ({ default: (await import('./viewer-video.tsx')).ViewerVideo }))
const Guest = lazy(async () => ({ default: (await import('../stage/stage-guest.tsx')).StageGuest }))

/**
 * Costs the page nothing until somebody is on air; then picture and sound load by themselves. Who is asked onto the stage
 * gets the way there with it.
 */
export function LazyVideo({ show }: { show: Show }) {
  const stage = useLive((state) => state.you?.stage ?? null)
  const isOpen = show.status === 'live' || show.status === 'scheduled'
  if (stage !== null && isOpen) {
    return (
      <Suspense fallback={null}>
        <Guest show={show} stage={stage} />
      </Suspense>
    )
  }
  if (show.status !== 'live' || !show.video) return null
  return (
    <Suspense fallback={null}>
      <Video showId={show.id} />
    </Suspense>
  )
}
