import { unwrapAuth } from '../../lib/auth-errors.ts'
import { client } from '../../lib/client.ts'
import { callbackUrl } from './callback-url.ts'

/** Mails a link that signs in. It makes no new account: joining needs a username. */
export async function sendLink(email: string, next: string): Promise<void> {
  unwrapAuth(
    await client.auth.signInWithOtp({
      email,
      options: { shouldCreateUser: false, emailRedirectTo: callbackUrl('link', next) },
    }),
  )
}
