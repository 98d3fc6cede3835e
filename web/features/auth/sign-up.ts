import { unwrapAuth } from '../../lib/auth-errors.ts'
import { client } from '../../lib/client.ts'
import { callbackUrl } from './callback-url.ts'

interface NewAccount {
  username: string
  email: string
  password: string
}

/** Makes an account; the mailed link confirms it. Returns true when the address needs no confirmation. */
export async function signUp(account: NewAccount, next: string): Promise<boolean> {
  const { session } = unwrapAuth(
    await client.auth.signUp({
      email: account.email,
      password: account.password,
      options: {
        data: { username: account.username },
        emailRedirectTo: callbackUrl('confirm', next),
      },
    }),
  )
  return session !== null
}
