import type { JsonObject } from './database.ts'
import type { UserRow } from './repository/users.ts'

/** A user as the API shows it: absent dates are left out, tokens and password never appear. */
export function toUserJson(user: UserRow): JsonObject {
  return {
    id: user.id,
    aud: user.aud,
    role: user.role,
    email: user.email ?? '',
    ...present({
      email_confirmed_at: user.email_confirmed_at,
      invited_at: user.invited_at,
      phone_confirmed_at: user.phone_confirmed_at,
      confirmation_sent_at: user.confirmation_sent_at,
      confirmed_at: user.confirmed_at,
      recovery_sent_at: user.recovery_sent_at,
      new_email: user.email_change || null,
      email_change_sent_at: user.email_change_sent_at,
      last_sign_in_at: user.last_sign_in_at,
      banned_until: user.banned_until,
      deleted_at: user.deleted_at,
      factors: user.factors.length > 0 ? user.factors : null,
    }),
    phone: user.phone ?? '',
    app_metadata: user.raw_app_meta_data,
    user_metadata: user.raw_user_meta_data,
    identities: user.identities,
    created_at: user.created_at,
    updated_at: user.updated_at,
    is_anonymous: user.is_anonymous,
  }
}

/** What somebody sees who registers an address that is taken: a user that looks new and is nobody. */
export function toObfuscatedUserJson(email: string, userMetaData: JsonObject): JsonObject {
  const now = new Date()
  return {
    id: crypto.randomUUID(),
    aud: 'authenticated',
    role: '',
    email,
    phone: '',
    confirmation_sent_at: now,
    app_metadata: { provider: 'email', providers: ['email'] },
    user_metadata: userMetaData,
    identities: [],
    created_at: now,
    updated_at: now,
    is_anonymous: false,
  }
}

function present(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
}

export function isBanned(user: UserRow): boolean {
  return user.banned_until !== null && user.banned_until.getTime() > Date.now()
}

export function hasVerifiedFactor(user: UserRow): boolean {
  return user.factors.some((factor) => factor.status === 'verified')
}

/** Given keys win, null removes a key, all others stay. */
export function mergeMetaData(current: JsonObject, updates: JsonObject): JsonObject {
  return present({ ...current, ...updates })
}
