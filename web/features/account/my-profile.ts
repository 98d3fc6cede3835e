import { queryOptions } from '@tanstack/react-query'
import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

/** The user's public profile and private details, for editing. */
export function myProfileQuery(userId: string) {
  return queryOptions({
    queryKey: ['my-profile', userId],
    queryFn: async ({ signal }) => {
      const [profile, details] = await Promise.all([
        client
          .from('profiles')
          .select('username, display_name, avatar_url, bio')
          .eq('id', userId)
          .abortSignal(signal)
          .single(),
        client
          .from('account_details')
          .select('full_name, phone, marketing_opt_in')
          .eq('user_id', userId)
          .abortSignal(signal)
          .single(),
      ])
      return { profile: unwrap(profile), details: unwrap(details) }
    },
    // An edit in progress must not be overwritten by a refetch.
    refetchOnWindowFocus: false,
  })
}
