import { type ComponentProps, lazy, Suspense } from 'react'
import type { CustomBid } from './custom-bid.tsx'

/** Starts loading the form; call it when a finger comes near its button. */
export const loadCustomBid = () => import('./custom-bid.tsx')

const Form = lazy(async () => ({ default: (await loadCustomBid()).CustomBid }))

/** The form for an own amount, loaded when it is first opened: most bids never need it. */
export function LazyCustomBid(props: ComponentProps<typeof CustomBid>) {
  return (
    <Suspense fallback={null}>
      <Form {...props} />
    </Suspense>
  )
}
