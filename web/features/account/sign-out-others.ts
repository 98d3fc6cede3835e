import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

/** Ends every other session of the user; this one stays. */
export async function signOutOthers(): Promise<void> {
  unwrap({ data: null, ...(await client.auth.signOut({ scope: 'others' })) })
}
