import { queryOptions, useQuery } from '@tanstack/react-query'
import type { MyAccount } from './fetch-my-account.ts'
import { useUserId } from './session.ts'

const STALE_MS = 60_000

export function myAccountQuery(userId: string) {
  return queryOptions<MyAccount>({
    queryKey: ['my-account', userId],
    queryFn: async () => (await import('./fetch-my-account.ts')).fetchMyAccount(),
    staleTime: STALE_MS,
  })
}

/** The signed-in user's profile and standing (card, bans, shop, roles); idle while nobody is signed in. */
export function useMyAccount() {
  const userId = useUserId()
  return useQuery({ ...myAccountQuery(userId ?? ''), enabled: userId !== null })
}
