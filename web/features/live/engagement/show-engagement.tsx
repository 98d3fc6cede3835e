import { lazy, Suspense } from 'react'
import { useLive } from '../state/live-context.tsx'
import type { Show } from '../state/shapes.ts'

const Cards = lazy(async () => ({
  default: (await import('./engagement-cards.tsx')).EngagementCards,
}))

/** Giveaway and poll over the chat of a live show. Most shows have neither most of the time: the cards load with the first. */
export function ShowEngagement({ show }: { show: Show }) {
  const engagement = useLive((state) => state.engagement)
  if (show.status !== 'live' || engagement === null) return null
  if (engagement.giveaway === null && engagement.poll === null) return null
  return (
    <Suspense fallback={null}>
      <Cards show={show} engagement={engagement} />
    </Suspense>
  )
}
