import { lazy, Suspense } from 'react'
import type { Show } from '../state/shapes.ts'

const Video = lazy(async () => ({ default: (await import('./viewer-video.tsx')).ViewerVideo }))

/** Costs the page nothing until somebody is on air; then picture and sound load by themselves. */
export function LazyVideo({ show }: { show: Show }) {
  if (show.status !== 'live' || !show.video) return null
  return (
    <Suspense fallback={null}>
      <Video showId={show.id} />
    </Suspense>
  )
}
