import { lazy, Suspense } from 'react'
import { useLive } from '../state/live-context.tsx'
import type { Show } from '../state/shapes.ts'

const Video = lazy(async () => ({ default: (await import('./show-video.tsx')).ShowVideo }))

/** Costs the page nothing until somebody is on air, or asked onto the stage; then picture and sound load by themselves. */
export function LazyVideo({ show }: { show: Show }) {
  const stage = useLive(({ you }) => you?.stage)
  return (
    <Suspense fallback={null}>
      {(stage || (show.status === 'live' && show.video)) && <Video show={show} stage={stage} />}
    </Suspense>
  )
}
