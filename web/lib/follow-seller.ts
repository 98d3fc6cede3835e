import { unwrap } from './unwrap.ts'

/** Loaded when it is needed: a shop's page is also read by people who never sign in. */
const signedIn = async () => (await import('./client.ts')).client

/** Makes the caller follow a shop, or not any more. Errors: 42501 (signed out, not an open shop), RTLIM. */
export async function followSeller(
  sellerId: string,
  userId: string,
  following: boolean,
): Promise<void> {
  const follows = (await signedIn()).from('follows')
  unwrap(
    following
      ? // A second tab may have been faster: that is the same following.
        await follows.upsert(
          { seller_id: sellerId },
          { onConflict: 'user_id,seller_id', ignoreDuplicates: true },
        )
      : await follows.delete().eq('seller_id', sellerId).eq('user_id', userId),
  )
}

/** Whether the caller follows the shop. */
export async function isFollowing(sellerId: string, userId: string): Promise<boolean> {
  const rows = unwrap(
    await (await signedIn())
      .from('follows')
      .select('seller_id')
      .eq('seller_id', sellerId)
      .eq('user_id', userId),
  )
  return rows.length > 0
}
