import { unwrapAuth } from '../../lib/auth-errors.ts'
import { client } from '../../lib/client.ts'
import { paths } from '../../lib/paths.ts'
import { callbackUrl } from './callback-url.ts'

/** Mails a link that leads to choosing a new password. Succeeds for unknown addresses too, so as to tell nothing. */
export async function requestReset(email: string): Promise<void> {
  unwrapAuth(
    await client.auth.resetPasswordForEmail(email, {
      redirectTo: callbackUrl('reset', paths.security()),
    }),
  )
}
