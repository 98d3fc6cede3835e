import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

/** Signs in with a password. Throws AUTH with Auth's own code in `details.auth_code`. */
export async function signIn(credentials: { email: string; password: string }): Promise<void> {
  unwrap(await client.auth.signInWithPassword(credentials))
}
