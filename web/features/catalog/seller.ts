import { queryOptions } from '@tanstack/react-query'
import { errorForCode } from '../../lib/errors.ts'
import { publicClient } from '../../lib/public-client.ts'
import { unwrap } from '../../lib/unwrap.ts'

/** A shop by its owner's username. Throws NOFND when there is none, or it is not open. */
export function sellerQuery(username: string) {
  return queryOptions({
    queryKey: ['seller', username],
    queryFn: async ({ signal }) => {
      const profile = unwrap(
        await publicClient()
          .from('profiles')
          .select(
            'id, username, display_name, avatar_url, bio, seller:sellers!sellers_id_fkey(shop_name, about, created_at, followers)',
          )
          .eq('username', username)
          .abortSignal(signal)
          .maybeSingle(),
      )
      if (profile?.seller == null) throw errorForCode('NOFND')
      return { ...profile, seller: profile.seller }
    },
  })
}
