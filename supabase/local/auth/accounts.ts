import { isUniqueViolation, type JsonObject, type Transaction } from './database.ts'
import { internal } from './errors.ts'
import { clearOneTimeTokens } from './repository/one-time-tokens.ts'
import { deleteOtherSessions, deleteSessionsOfUser } from './repository/sessions.ts'
import {
  findUserById,
  insertEmailIdentity,
  insertUser,
  mergeEmailIdentity,
  setAppMetaData,
  setUserMetaData,
  type UserRow,
  updateUser,
} from './repository/users.ts'
import { mergeMetaData } from './user-json.ts'

/** Raised when somebody else took the address between our look and our INSERT. */
export class EmailTakenError extends Error {}

/**
 * Creates an account with its e-mail identity. `identityData` is what the identity remembers beside the address; a
 * sign-up also copies it into the user's metadata, an account made by an admin keeps exactly the metadata it was given.
 *
 * @throws EmailTakenError
 * @throws unexpected_failure with `failure` as message when the database refuses, e.g. a trigger on auth.users
 */
export async function createAccount(
  tx: Transaction,
  account: {
    id?: string
    email: string
    passwordHash: string | null
    userMetaData: JsonObject
    identityData?: JsonObject
    role?: string
    failure: string
  },
): Promise<UserRow> {
  const id = account.id ?? crypto.randomUUID()
  try {
    await insertUser(tx, {
      id,
      email: account.email,
      encryptedPassword: account.passwordHash,
      appMetaData: { provider: 'email', providers: ['email'] },
      userMetaData: account.userMetaData,
      role: account.role ?? 'authenticated',
    })
    const claims = { sub: id, email: account.email, email_verified: false, phone_verified: false }
    await insertEmailIdentity(tx, id, { ...account.identityData, ...claims })
    if (account.identityData) {
      await setUserMetaData(
        tx,
        id,
        mergeMetaData(account.userMetaData, { ...account.identityData, ...claims }),
      )
    }
  } catch (error) {
    if (isUniqueViolation(error, 'users_email_partial_key')) throw new EmailTakenError()
    throw internal(account.failure, error)
  }
  return reload(tx, id)
}

/** The address is proven: pending tokens are void, and the identity says so. */
export async function confirmEmail(tx: Transaction, user: UserRow): Promise<UserRow> {
  await updateUser(tx, user.id, { confirmation_token: '', email_confirmed_at: new Date() })
  await setUserMetaData(
    tx,
    user.id,
    mergeMetaData(user.raw_user_meta_data, { email_verified: true }),
  )
  await mergeEmailIdentity(tx, user.id, { email_verified: true })
  await clearOneTimeTokens(tx, user.id)
  return reload(tx, user.id)
}

/**
 * Stores a new password hash. Whoever knew the old password is out: pending links are void and all sessions end,
 * except `keepSessionId`, from which the change was made.
 */
export async function replacePassword(
  tx: Transaction,
  userId: string,
  passwordHash: string,
  keepSessionId: string | null,
): Promise<void> {
  await updateUser(tx, userId, {
    encrypted_password: passwordHash,
    confirmation_token: '',
    confirmation_sent_at: null,
    recovery_token: '',
    recovery_sent_at: null,
    email_change_token_current: '',
    email_change_token_new: '',
    email_change_sent_at: null,
  })
  await clearOneTimeTokens(tx, userId)
  if (keepSessionId) await deleteOtherSessions(tx, userId, keepSessionId)
  else await deleteSessionsOfUser(tx, userId)
}

/** `provider` and `providers` follow the identities that the user has. */
export async function refreshProviders(tx: Transaction, user: UserRow): Promise<void> {
  const providers = [...new Set(user.identities.map((identity) => identity.provider))]
  const [provider] = providers
  await setAppMetaData(
    tx,
    user.id,
    mergeMetaData(user.raw_app_meta_data, { providers, ...(provider ? { provider } : {}) }),
  )
}

export async function reload(tx: Transaction, id: string): Promise<UserRow> {
  const user = await findUserById(tx, id)
  if (!user) throw internal('Database error loading user')
  return user
}
