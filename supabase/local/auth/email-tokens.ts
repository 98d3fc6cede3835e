import { createHash, randomInt } from 'node:crypto'
import type { Transaction } from './database.ts'
import { tooMany } from './errors.ts'
import { actionLink, composeMail, type MailKind, type OutgoingMail } from './mails.ts'
import { PKCE_PREFIX, type PkceChallenge } from './pkce.ts'
import { insertFlowState } from './repository/flow-states.ts'
import { replaceOneTimeToken } from './repository/one-time-tokens.ts'
import { type UserRow, updateUser } from './repository/users.ts'
import type { AuthServices } from './services.ts'

/** The name under which a flow with a verifier waits for its link, and then ends up in the `amr` claim. */
const FLOW_METHODS: Record<MailKind, string> = {
  signup: 'email/signup',
  invite: 'invite',
  recovery: 'recovery',
  magiclink: 'magiclink',
  email_change: 'email_change',
}

export function flowMethodOf(kind: MailKind): string {
  return FLOW_METHODS[kind]
}

export interface LinkOptions {
  redirectTo: string
  pkce: PkceChallenge | null
}

/** As GoTrue stores it: nobody who reads the database can follow a link or type a code. */
export function hashCode(email: string, code: string): string {
  return createHash('sha224')
    .update(email + code)
    .digest('hex')
}

export function newCode(length: number): string {
  return String(randomInt(10 ** length)).padStart(length, '0')
}

/**
 * Prepares a mail that proves control of the user's address: stores the token and returns the mail, which the caller
 * delivers once the transaction is through. The user's row must be locked, or two requests would both pass the
 * frequency limit.
 *
 * @throws over_email_send_rate_limit
 */
export async function prepareMail(
  services: AuthServices,
  tx: Transaction,
  user: UserRow,
  kind: Exclude<MailKind, 'email_change'>,
  options: LinkOptions,
): Promise<OutgoingMail> {
  const lastSentAt = usesRecoveryToken(kind) ? user.recovery_sent_at : user.confirmation_sent_at
  if (kind !== 'invite') checkFrequency(services, lastSentAt)
  takeEmailAllowance(services)
  const email = user.email ?? ''
  const code = newCode(services.config.otpLength)
  const tokenHash = await storeToken(tx, user, kind, { code, options })
  return mailFor(services, { kind, to: email, code, tokenHash, options })
}

/** Stores the token of a new link for the user's address without sending anything; returns its hash. */
export async function storeToken(
  tx: Transaction,
  user: UserRow,
  kind: Exclude<MailKind, 'email_change'>,
  link: { code: string; options: LinkOptions },
): Promise<string> {
  const email = user.email ?? ''
  const tokenHash = withFlowPrefix(hashCode(email, link.code), link.options)
  const now = new Date()
  if (usesRecoveryToken(kind)) {
    await updateUser(tx, user.id, { recovery_token: tokenHash, recovery_sent_at: now })
  } else {
    await updateUser(tx, user.id, {
      confirmation_token: tokenHash,
      confirmation_sent_at: now,
      ...(kind === 'invite' ? { invited_at: now } : {}),
    })
  }
  const type = usesRecoveryToken(kind) ? 'recovery_token' : 'confirmation_token'
  await replaceOneTimeToken(tx, { userId: user.id, type, hash: tokenHash, relatesTo: email })
  await rememberFlow(tx, user.id, kind, link.options)
  return tokenHash
}

/**
 * Prepares the mails that confirm a change of address: one to the new address and, when changes need both, one to the
 * current. The user's row must be locked.
 *
 * @throws over_email_send_rate_limit
 */
export async function prepareEmailChange(
  services: AuthServices,
  tx: Transaction,
  user: UserRow,
  newEmail: string,
  options: LinkOptions,
): Promise<OutgoingMail[]> {
  checkFrequency(services, user.email_change_sent_at)
  takeEmailAllowance(services)
  const recipients = [{ to: newEmail, type: 'email_change_token_new' as const }]
  const current = user.email && services.config.doubleConfirmChanges ? user.email : null
  const all = current
    ? [...recipients, { to: current, type: 'email_change_token_current' as const }]
    : recipients

  const mails: OutgoingMail[] = []
  const hashes = { email_change_token_new: '', email_change_token_current: '' }
  for (const { to, type } of all) {
    const code = newCode(services.config.otpLength)
    const tokenHash = withFlowPrefix(hashCode(to, code), options)
    hashes[type] = tokenHash
    await replaceOneTimeToken(tx, { userId: user.id, type, hash: tokenHash, relatesTo: to })
    mails.push(mailFor(services, { kind: 'email_change', to, code, tokenHash, options }))
  }
  await updateUser(tx, user.id, {
    ...hashes,
    email_change: newEmail,
    email_change_sent_at: new Date(),
    email_change_confirm_status: 0,
  })
  await rememberFlow(tx, user.id, 'email_change', options)
  return mails
}

export function withFlowPrefix(hash: string, options: LinkOptions): string {
  return options.pkce ? PKCE_PREFIX + hash : hash
}

function usesRecoveryToken(kind: MailKind): boolean {
  return kind === 'recovery' || kind === 'magiclink'
}

async function rememberFlow(
  tx: Transaction,
  userId: string,
  kind: MailKind,
  { pkce }: LinkOptions,
): Promise<void> {
  if (!pkce) return
  await insertFlowState(tx, {
    userId,
    method: flowMethodOf(kind),
    codeChallenge: pkce.challenge,
    codeChallengeMethod: pkce.method,
  })
}

function checkFrequency(services: AuthServices, lastSentAt: Date | null): void {
  if (!lastSentAt) return
  const waitMs = lastSentAt.getTime() + services.config.maxEmailFrequency * 1000 - Date.now()
  if (waitMs <= 0) return
  throw tooMany(
    'over_email_send_rate_limit',
    `For security purposes, you can only request this after ${Math.floor(waitMs / 1000)} seconds.`,
  )
}

/** As GoTrue: without confirmations the project's e-mail limit does not count, unless it forbids mail altogether. */
function takeEmailAllowance(services: AuthServices): void {
  const { confirmationsEnabled, rateLimit } = services.config
  if (confirmationsEnabled || rateLimit.emailSent === 0) services.limits.takeEmail()
}

function mailFor(
  services: AuthServices,
  mail: { kind: MailKind; to: string; code: string; tokenHash: string; options: LinkOptions },
): OutgoingMail {
  const link = actionLink(services.context.apiUrl, {
    kind: mail.kind,
    tokenHash: mail.tokenHash,
    redirectTo: mail.options.redirectTo,
  })
  return composeMail({ kind: mail.kind, to: mail.to, link, code: mail.code })
}
