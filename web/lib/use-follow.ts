import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useLocation, useNavigate } from 'react-router'
import { toAppError } from './errors.ts'
import { followSeller, isFollowing } from './follow-seller.ts'
import { paths } from './paths.ts'
import { useUserId } from './session.ts'

export interface Follow {
  following: boolean
  /** Follows or stops, shown at once and taken back when the server refuses; true when it went through. */
  set(following: boolean): Promise<boolean>
}

/** Following a shop; somebody who is not signed in is taken to sign in first. `initial`: what a snapshot already told. */
export function useFollow(sellerId: string, initial?: boolean): Follow {
  const userId = useUserId()
  const navigate = useNavigate()
  const { pathname, search } = useLocation()
  const queries = useQueryClient()
  const queryKey = ['following', userId, sellerId]
  const { data = false } = useQuery({
    queryKey,
    queryFn: () => (userId === null ? false : isFollowing(sellerId, userId)),
    enabled: userId !== null && userId !== sellerId,
    ...(initial !== undefined && { initialData: initial }),
  })

  async function set(following: boolean): Promise<boolean> {
    if (userId === null) {
      await navigate(paths.login(`${pathname}${search}`))
      return false
    }
    queries.setQueryData(queryKey, following)
    try {
      await followSeller(sellerId, userId, following)
      return true
    } catch (error) {
      queries.setQueryData(queryKey, !following)
      const { text } = toAppError(error)
      const { toast } = await import('sonner')
      toast.error(text.title, { description: text.action })
      return false
    }
  }

  return { following: data, set }
}
