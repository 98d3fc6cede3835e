import { useQuery } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { platformStatusQuery } from '../lib/platform-status.ts'

/** The banner while bidding is paused everywhere (PAUSD). Silent when the state cannot be read: bids will tell. */
export function PlatformNotice() {
  const { data } = useQuery(platformStatusQuery)
  if (!data?.paused_at) return null
  return (
    <div role="status" className="bg-act text-act-ink">
      <p className="page flex items-center gap-3 py-3 font-semibold">
        <TriangleAlert aria-hidden className="size-5 shrink-0" />
        {data.message ?? 'Bidding is paused everywhere. Running auctions get the lost time back.'}
      </p>
    </div>
  )
}
