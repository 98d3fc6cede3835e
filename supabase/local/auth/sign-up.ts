import { confirmEmail, createAccount, EmailTakenError } from './accounts.ts'
import type { JsonObject } from './database.ts'
import { type LinkOptions, prepareMail } from './email-tokens.ts'
import { unprocessable } from './errors.ts'
import type { OutgoingMail } from './mails.ts'
import { findUserByEmail, lockUser, type UserRow } from './repository/users.ts'
import type { AuthServices } from './services.ts'

export type SignUpOutcome =
  | { kind: 'taken' }
  | { kind: 'pending'; user: UserRow }
  | { kind: 'confirmed'; user: UserRow }

/**
 * Registers an address, or sends the confirmation once more when it is registered but not confirmed (its password and
 * metadata stay: nobody has proven yet to own the address). Account, identity and token are one transaction.
 *
 * @throws signup_disabled, over_email_send_rate_limit, unexpected_failure
 */
export async function signUp(
  services: AuthServices,
  account: { email: string; password: string; data: JsonObject },
  options: LinkOptions,
): Promise<SignUpOutcome> {
  if (!services.config.signupEnabled) {
    throw unprocessable('signup_disabled', 'Signups not allowed for this instance')
  }
  // Before the look-up, so that a taken address takes as long as a free one.
  const passwordHash = await services.passwords.hash(account.password)
  try {
    return await registerOnce(services, { ...account, passwordHash }, options)
  } catch (error) {
    if (!(error instanceof EmailTakenError)) throw error
    return registerOnce(services, { ...account, passwordHash }, options)
  }
}

async function registerOnce(
  services: AuthServices,
  account: { email: string; passwordHash: string; data: JsonObject },
  options: LinkOptions,
): Promise<SignUpOutcome> {
  const mails: OutgoingMail[] = []
  const outcome = await services.sql.begin(async (tx): Promise<SignUpOutcome> => {
    const found = await findUserByEmail(tx, account.email)
    const existing = found && (await lockUser(tx, found.id))
    if (existing?.email_confirmed_at) return { kind: 'taken' }
    const user =
      existing ??
      (await createAccount(tx, {
        email: account.email,
        passwordHash: account.passwordHash,
        userMetaData: account.data,
        identityData: account.data,
        failure: 'Database error saving new user',
      }))
    if (!services.config.confirmationsEnabled) {
      return { kind: 'confirmed', user: await confirmEmail(tx, user) }
    }
    mails.push(await prepareMail(services, tx, user, 'signup', options))
    return { kind: 'pending', user: (await findUserByEmail(tx, account.email)) ?? user }
  })
  for (const mail of mails) services.context.mailbox.deliver(mail)
  return outcome
}
