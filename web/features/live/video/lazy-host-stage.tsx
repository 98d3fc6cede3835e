import { type ComponentProps, lazy, Suspense } from 'react'
import type { HostStage } from './host-stage.tsx'

const Stage = lazy(async () => ({ default: (await import('./host-stage.tsx')).HostStage }))

/** The host's camera, loaded after the console. */
export function LazyHostStage(props: ComponentProps<typeof HostStage>) {
  return (
    <Suspense fallback={null}>
      <Stage {...props} />
    </Suspense>
  )
}
