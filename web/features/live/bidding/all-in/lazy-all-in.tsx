import { type ComponentProps, lazy, Suspense } from 'react'
import type AllInLine from './all-in-line.tsx'

/** Estimates are welcome, not necessary: one that cannot be loaded must not take the bid bar with it. */
const Line = lazy(() => import('./all-in-line.tsx').catch(() => ({ default: () => null })))

/** The all-in line in a place of its own height, filled after the bid bar stands. */
export function LazyAllIn(props: ComponentProps<typeof AllInLine>) {
  return (
    <div className="flex h-7 justify-center">
      <Suspense fallback={null}>
        <Line {...props} />
      </Suspense>
    </div>
  )
}
