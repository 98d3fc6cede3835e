import { unwrapAuth } from '../../lib/auth-errors.ts'
import { client } from '../../lib/client.ts'

/** Sets a new password for the signed-in user. Throws AUTH (`weak_password`, `same_password`, …). */
export async function changePassword(password: string): Promise<void> {
  unwrapAuth(await client.auth.updateUser({ password }))
}
