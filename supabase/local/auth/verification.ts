import { confirmEmail, refreshProviders, reload, replacePassword } from './accounts.ts'
import { isUniqueViolation, type Transaction } from './database.ts'
import { hashCode } from './email-tokens.ts'
import { forbidden, internal, invalid } from './errors.ts'
import { randomPassword } from './passwords.ts'
import { PKCE_PREFIX } from './pkce.ts'
import {
  clearOneTimeTokens,
  findOneTimeToken,
  type OneTimeTokenType,
} from './repository/one-time-tokens.ts'
import {
  findUserByEmail,
  lockUser,
  mergeEmailIdentity,
  type UserRow,
  updateUser,
} from './repository/users.ts'
import type { AuthServices } from './services.ts'
import { isBanned } from './user-json.ts'

/** `email` stands for signup or magiclink, whichever the user is waiting for. */
export type VerificationType =
  | 'signup'
  | 'invite'
  | 'recovery'
  | 'magiclink'
  | 'email_change'
  | 'email'
export type ResolvedType = Exclude<VerificationType, 'email'>

const TOKEN_TYPES: Record<VerificationType, OneTimeTokenType[]> = {
  email: ['confirmation_token', 'recovery_token'],
  signup: ['confirmation_token'],
  invite: ['confirmation_token'],
  recovery: ['recovery_token'],
  magiclink: ['recovery_token'],
  email_change: ['email_change_token_current', 'email_change_token_new'],
}

const TOKEN_HASH = /^(?:pkce_)?[0-9a-f]{56}$/

/** @throws validation_failed */
export function parseVerificationType(type: string): VerificationType {
  if (Object.hasOwn(TOKEN_TYPES, type)) return type as VerificationType
  throw invalid('Invalid email verification type')
}

export interface Proof {
  user: UserRow
  type: ResolvedType
  token: OneTimeTokenType
}

/** Finds whom a link belongs to, and holds that user's row. @throws otp_expired, user_banned */
export async function proveByLink(
  services: AuthServices,
  tx: Transaction,
  type: VerificationType,
  tokenHash: string,
): Promise<Proof> {
  const gone = forbidden('otp_expired', 'Email link is invalid or has expired')
  if (!TOKEN_HASH.test(tokenHash)) throw gone
  const found = await findOneTimeToken(tx, tokenHash, TOKEN_TYPES[type])
  const user = found && (await lockUser(tx, found.user_id))
  // Looked up again under the lock: of two clicks on one link only the first finds it.
  const token = user && (await findOneTimeToken(tx, tokenHash, TOKEN_TYPES[type]))
  if (!user || !token) throw gone
  if (isBanned(user)) throw forbidden('user_banned', 'User is banned')
  if (isExpired(services, sentAt(user, token.token_type))) throw gone
  return { user, type: resolve(type, token.token_type), token: token.token_type }
}

/** Finds whom a typed code belongs to, and holds that user's row. @throws otp_expired, user_banned */
export async function proveByCode(
  services: AuthServices,
  tx: Transaction,
  type: VerificationType,
  email: string,
  code: string,
): Promise<Proof> {
  const gone = forbidden('otp_expired', 'Token has expired or is invalid')
  const hash = hashCode(email, code)
  const user =
    type === 'email_change' ? await userChangingEmail(tx, hash) : await lockedUserByEmail(tx, email)
  if (!user) throw gone
  if (isBanned(user)) throw forbidden('user_banned', 'User is banned')
  const token = TOKEN_TYPES[type].find((candidate) => {
    const expected = tokenOf(user, candidate)
    if (expected === '' || isExpired(services, sentAt(user, candidate))) return false
    return expected === hash || expected === PKCE_PREFIX + hash
  })
  if (!token) throw gone
  return { user, type: resolve(type, token), token }
}

/**
 * Does what the proof is for. Null when a change of address still waits for the other address's confirmation.
 * `invitedPasswordHash` is given to invited users, who have no password yet.
 */
export async function applyProof(
  services: AuthServices,
  tx: Transaction,
  proof: Proof,
  invitedPasswordHash: () => Promise<string>,
): Promise<UserRow | null> {
  const user = await applyByType(services, tx, proof, invitedPasswordHash)
  if (!user) return null
  await refreshProviders(tx, user)
  return reload(tx, user.id)
}

async function applyByType(
  services: AuthServices,
  tx: Transaction,
  { user, type, token }: Proof,
  invitedPasswordHash: () => Promise<string>,
): Promise<UserRow | null> {
  switch (type) {
    case 'signup':
    case 'invite':
      if (!user.encrypted_password && user.invited_at) {
        await replacePassword(tx, user.id, await invitedPasswordHash(), null)
      }
      return confirmEmail(tx, user)
    case 'recovery':
    case 'magiclink':
      await updateUser(tx, user.id, { recovery_token: '' })
      await clearOneTimeTokens(tx, user.id)
      return user.email_confirmed_at ? reload(tx, user.id) : confirmEmail(tx, user)
    case 'email_change':
      return confirmEmailChange(services, tx, user, token)
  }
}

async function confirmEmailChange(
  services: AuthServices,
  tx: Transaction,
  user: UserRow,
  token: OneTimeTokenType,
): Promise<UserRow | null> {
  const needsBoth =
    services.config.confirmationsEnabled &&
    services.config.doubleConfirmChanges &&
    Boolean(user.email)
  if (needsBoth && user.email_change_confirm_status === 0) {
    await clearOneTimeTokens(tx, user.id, token)
    await updateUser(tx, user.id, {
      email_change_confirm_status: 1,
      ...(token === 'email_change_token_new'
        ? { email_change_token_new: '' }
        : { email_change_token_current: '' }),
    })
    return null
  }
  try {
    await updateUser(tx, user.id, {
      email: user.email_change,
      email_change: '',
      email_change_token_new: '',
      email_change_token_current: '',
      email_change_confirm_status: 0,
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw internal('Error confirm email', error)
    throw error
  }
  await mergeEmailIdentity(tx, user.id, { email: user.email_change, email_verified: true })
  await clearOneTimeTokens(tx, user.id)
  const changed = await reload(tx, user.id)
  return changed.email_confirmed_at ? changed : confirmEmail(tx, changed)
}

/** The hash of a password that nobody knows. */
export function unknownPasswordHash(services: AuthServices): Promise<string> {
  return services.passwords.hash(randomPassword())
}

async function userChangingEmail(tx: Transaction, hash: string): Promise<UserRow | null> {
  const found =
    (await findOneTimeToken(tx, hash, TOKEN_TYPES.email_change)) ??
    (await findOneTimeToken(tx, PKCE_PREFIX + hash, TOKEN_TYPES.email_change))
  return found && lockUser(tx, found.user_id)
}

async function lockedUserByEmail(tx: Transaction, email: string): Promise<UserRow | null> {
  const found = await findUserByEmail(tx, email)
  return found && lockUser(tx, found.id)
}

function resolve(type: VerificationType, token: OneTimeTokenType): ResolvedType {
  if (type !== 'email') return type
  return token === 'confirmation_token' ? 'signup' : 'magiclink'
}

function tokenOf(user: UserRow, type: OneTimeTokenType): string {
  return user[type]
}

function sentAt(user: UserRow, type: OneTimeTokenType): Date | null {
  if (type === 'confirmation_token') return user.confirmation_sent_at
  if (type === 'recovery_token') return user.recovery_sent_at
  return user.email_change_sent_at
}

function isExpired(services: AuthServices, sent: Date | null): boolean {
  return !sent || sent.getTime() + services.config.otpExpiry * 1000 < Date.now()
}
