import { Lock, LockOpen } from 'lucide-react'
import { Badge } from '../../../components/badge.tsx'
import type { Lot } from '../state/shapes.ts'

/** Whether the secret minimum is reached; nothing for a lot without one. */
export function ReserveBadge({ lot }: { lot: Lot }) {
  if (!lot.has_reserve) return null
  return lot.reserve_met ? (
    <Badge tone="winning" icon={LockOpen}>
      Reserve met
    </Badge>
  ) : (
    <Badge tone="neutral" icon={Lock}>
      Reserve not met
    </Badge>
  )
}
