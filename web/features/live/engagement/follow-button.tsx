import { UserCheck, UserPlus } from 'lucide-react'
import { useUserId } from '../../../lib/session.ts'
import { useFollow } from '../../../lib/use-follow.ts'
import { useLive } from '../state/live-context.tsx'
import type { Show } from '../state/shapes.ts'

/** Follows the shop, from the header that lies on the stage. */
export function FollowOnStage({ show }: { show: Show }) {
  const userId = useUserId()
  const initial = useLive((state) => state.engagement?.following)
  const { following, set } = useFollow(show.seller.id, initial)
  if (userId === show.seller.id) return null
  const Icon = following ? UserCheck : UserPlus
  return (
    <button
      type="button"
      aria-pressed={following}
      aria-label={`Follow ${show.seller.shop_name}`}
      onClick={() => void set(!following)}
      className="inline-flex min-h-8 items-center gap-1.5 rounded-full bg-black/60 px-3 text-xs font-bold text-white hover:bg-black/75 aria-pressed:text-act"
    >
      <Icon aria-hidden className="size-3.5" />
      {following ? 'Following' : 'Follow'}
    </button>
  )
}
