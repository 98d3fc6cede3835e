import { unwrapAuth } from '../../lib/auth-errors.ts'
import { client } from '../../lib/client.ts'
import { callbackUrl } from './callback-url.ts'

/** Mails the confirmation link once more. */
export async function resendConfirmation(email: string, next: string): Promise<void> {
  unwrapAuth(
    await client.auth.resend({
      type: 'signup',
      email,
      options: { emailRedirectTo: callbackUrl('confirm', next) },
    }),
  )
}
