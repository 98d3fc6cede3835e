import { publicClient } from '../../lib/public-client.ts'
import { unwrap } from '../../lib/unwrap.ts'

/** True when somebody has the name already. The database has the last word when the account is made. */
export async function usernameTaken(username: string): Promise<boolean> {
  const rows = unwrap(
    await publicClient().from('profiles').select('id').eq('username', username).limit(1),
  )
  return rows.length > 0
}
