import { useQuery } from '@tanstack/react-query'
import { platformStatusQuery } from '../../../lib/platform-status.ts'
import type { Lot } from './shapes.ts'
import { useFallingPrice } from './use-falling-price.ts'

/** What a lot stands at, in cents: a descending price falls between broadcasts, and stands still while the platform pauses. */
export function usePriceNow(lot: Lot): number {
  const platform = useQuery(platformStatusQuery)
  return useFallingPrice(lot, platform.data?.paused_at ?? null).cents
}
