import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

export interface ProfileChanges {
  display_name: string
  bio: string | null
}

/** Changes the user's own public profile. */
export async function updateProfile(userId: string, changes: ProfileChanges): Promise<void> {
  unwrap(await client.from('profiles').update(changes).eq('id', userId))
}
