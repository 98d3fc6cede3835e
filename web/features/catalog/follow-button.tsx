import { UserCheck, UserPlus } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { useUserId } from '../../lib/session.ts'
import { useFollow } from '../../lib/use-follow.ts'

interface FollowButtonProps {
  sellerId: string
  shopName: string
}

/** Follows a shop from its page; nothing on one's own. */
export function FollowButton({ sellerId, shopName }: FollowButtonProps) {
  const userId = useUserId()
  const { following, set } = useFollow(sellerId)
  if (userId === sellerId) return null
  const Icon = following ? UserCheck : UserPlus
  return (
    <Button
      variant={following ? 'outline' : 'act'}
      aria-pressed={following}
      aria-label={`Follow ${shopName}`}
      onClick={() => void set(!following)}
    >
      <Icon aria-hidden className="size-5" />
      {following ? 'Following' : 'Follow'}
    </Button>
  )
}
