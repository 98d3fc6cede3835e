import { unwrapAuth } from '../../lib/auth-errors.ts'
import { client } from '../../lib/client.ts'

/** Signs in with a password. Throws AUTH with Auth's own code in `details.auth_code`. */
export async function signIn(credentials: { email: string; password: string }): Promise<void> {
  unwrapAuth(await client.auth.signInWithPassword(credentials))
}
