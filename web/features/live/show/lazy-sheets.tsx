import { type ComponentProps, lazy, Suspense } from 'react'
import type { LotDetails } from './lot-details.tsx'
import type { QueueSheet } from './queue-sheet.tsx'

export const loadLotDetails = () => import('./lot-details.tsx')
export const loadQueueSheet = () => import('./queue-sheet.tsx')

const Details = lazy(async () => ({ default: (await loadLotDetails()).LotDetails }))
const Queue = lazy(async () => ({ default: (await loadQueueSheet()).QueueSheet }))

/** A lot's details, loaded when the first lot is opened. */
export function LazyLotDetails(props: ComponentProps<typeof LotDetails>) {
  if (props.lot === null) return null
  return (
    <Suspense fallback={null}>
      <Details {...props} />
    </Suspense>
  )
}

/** The run of the show as a sheet, loaded when it is first opened. */
export function LazyQueueSheet(props: ComponentProps<typeof QueueSheet>) {
  if (!props.open) return null
  return (
    <Suspense fallback={null}>
      <Queue {...props} />
    </Suspense>
  )
}
