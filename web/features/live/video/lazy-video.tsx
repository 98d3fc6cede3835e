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
  const stage = useLive(({ you }) => you?.stage)
  let content = null
  if (stage) content = <Guest show={show} stage={stage} />
  else if (show.status === 'live' && show.video) content = <Video showId={show.id} />
  return <Suspense fallback={null}>{content}</Suspense>
}
