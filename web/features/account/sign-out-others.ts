import { unwrapAuth } from '../../lib/auth-errors.ts'
import { client } from '../../lib/client.ts'

/** Ends every other session of the user; this one stays. */
export async function signOutOthers(): Promise<void> {
  unwrapAuth({ data: null, ...(await client.auth.signOut({ scope: 'others' })) })
}
