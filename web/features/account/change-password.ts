import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

/** Sets a new password for the signed-in user. Throws AUTH (`weak_password`, `same_password`, …). */
export async function changePassword(password: string): Promise<void> {
  unwrap(await client.auth.updateUser({ password }))
}
