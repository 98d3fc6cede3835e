import { client } from '../../lib/client.ts'
import { paths } from '../../lib/paths.ts'
import { unwrap } from '../../lib/unwrap.ts'
import { callbackUrl } from './callback-url.ts'

/** Mails a link that leads to choosing a new password. Succeeds for unknown addresses too, so as to tell nothing. */
export async function requestReset(email: string): Promise<void> {
  unwrap(
    await client.auth.resetPasswordForEmail(email, {
      redirectTo: callbackUrl('reset', paths.security()),
    }),
  )
}
