import { z } from 'zod'
import { createAccount, reload } from '../accounts.ts'
import type { Transaction } from '../database.ts'
import { hashCode, newCode, prepareMail, storeToken } from '../email-tokens.ts'
import { type AuthError, invalid, notFound, unprocessable } from '../errors.ts'
import { object, readBody, text, validateEmail } from '../input.ts'
import { actionLink, type MailKind } from '../mails.ts'
import { requireAdmin } from '../middleware.ts'
import { checkPasswordStrength, randomPassword } from '../passwords.ts'
import { replaceOneTimeToken } from '../repository/one-time-tokens.ts'
import {
  findUserByEmail,
  isEmailTaken,
  lockUser,
  setUserMetaData,
  type UserRow,
  updateUser,
} from '../repository/users.ts'
import { type AuthApp, type AuthServices, redirectTargetOf } from '../services.ts'
import { mergeMetaData, toUserJson } from '../user-json.ts'

const InviteBody = z.object({ email: text(), data: object() })
const LinkBody = z.object({
  type: text(),
  email: text(),
  new_email: text(),
  password: text(),
  data: object(),
  redirect_to: text(),
})
type LinkInput = z.output<typeof LinkBody>

const LINK_TYPES = [
  'signup',
  'invite',
  'magiclink',
  'recovery',
  'email_change_current',
  'email_change_new',
] as const
type LinkType = (typeof LINK_TYPES)[number]

/** POST /invite (mails the link) and POST /admin/generate_link (returns it), by the service role. */
export function adminLinkRoutes(app: AuthApp, services: AuthServices): void {
  app.post('/invite', requireAdmin(services), async (c) => {
    const body = await readBody(c, InviteBody)
    const email = validateEmail(body.email)
    const options = { redirectTo: redirectTargetOf(c, services), pkce: null }
    const { user, mail } = await services.sql.begin(async (tx) => {
      const invited = await unconfirmedUser(tx, {
        email,
        data: body.data ?? {},
        passwordHash: null,
      })
      const invitation = await prepareMail(services, tx, invited, 'invite', options)
      return { mail: invitation, user: await reload(tx, invited.id) }
    })
    services.context.mailbox.deliver(mail)
    return c.json(toUserJson(user))
  })

  app.post('/admin/generate_link', async (c) => {
    const body = await readBody(c, LinkBody)
    const requested = services.redirects.isAllowed(body.redirect_to) ? body.redirect_to : null
    return c.json(await generateLink(services, body, requested ?? redirectTargetOf(c, services)))
  })
}

async function generateLink(services: AuthServices, body: LinkInput, redirectTo: string) {
  const email = validateEmail(body.email)
  const known = await findUserByEmail(services.sql, email)
  const type = linkTypeFor(body.type, known)
  const passwordHash = type === 'signup' && !known ? await signUpHash(services, body) : null
  const code = newCode(services.config.otpLength)
  const { user, hash } = await services.sql.begin(async (tx) => {
    const holder =
      type === 'signup' || type === 'invite'
        ? await unconfirmedUser(tx, { email, data: body.data ?? {}, passwordHash })
        : await lockUser(tx, known?.id ?? '')
    if (!holder) throw userNotFound()
    const tokenHash = type.startsWith('email_change')
      ? await storeEmailChangeToken(services, tx, holder, type, { code, newEmail: body.new_email })
      : await storeToken(tx, holder, kindOf(type), { code, options: { redirectTo, pkce: null } })
    return { user: await reload(tx, holder.id), hash: tokenHash }
  })
  const kind = type.startsWith('email_change') ? 'email_change' : kindOf(type)
  return {
    ...toUserJson(user),
    action_link: actionLink(services.context.apiUrl, { kind, tokenHash: hash, redirectTo }),
    email_otp: code,
    hashed_token: hash,
    verification_type: type,
    redirect_to: redirectTo,
  }
}

/** A magic link for an unknown address becomes a sign-up; what needs an account refuses unknown addresses. */
function linkTypeFor(requested: string, known: UserRow | null): LinkType {
  const type = LINK_TYPES.find((candidate) => candidate === requested)
  if (!type) throw invalid(`Invalid email action link type requested: ${requested}`)
  if (known) return type
  if (type === 'magiclink') return 'signup'
  if (type === 'signup' || type === 'invite') return type
  throw userNotFound()
}

async function signUpHash(services: AuthServices, body: LinkInput): Promise<string> {
  if (body.type === 'magiclink') return services.passwords.hash(randomPassword())
  if (body.password === '') throw invalid('Signup requires a valid password')
  checkPasswordStrength(body.password, services.config.minimumPasswordLength)
  return services.passwords.hash(body.password)
}

/** The account that a sign-up or invitation is for, made if need be. @throws email_exists when it is confirmed */
async function unconfirmedUser(
  tx: Transaction,
  account: { email: string; data: Record<string, unknown>; passwordHash: string | null },
): Promise<UserRow> {
  const found = await findUserByEmail(tx, account.email)
  if (found?.email_confirmed_at) {
    throw unprocessable(
      'email_exists',
      'A user with this email address has already been registered',
    )
  }
  if (!found) {
    return createAccount(tx, {
      email: account.email,
      passwordHash: account.passwordHash,
      userMetaData: account.data,
      failure: 'Database error saving new user',
    })
  }
  await setUserMetaData(tx, found.id, mergeMetaData(found.raw_user_meta_data, account.data))
  return (await lockUser(tx, found.id)) ?? found
}

/** @throws validation_failed, email_exists */
async function storeEmailChangeToken(
  services: AuthServices,
  tx: Transaction,
  user: UserRow,
  type: LinkType,
  change: { code: string; newEmail: string },
): Promise<string> {
  const forCurrent = type === 'email_change_current'
  if (forCurrent && !services.config.doubleConfirmChanges) {
    throw invalid('Enable secure email change to generate link for current email')
  }
  const newEmail = validateEmail(change.newEmail)
  if (await isEmailTaken(tx, newEmail, user.id)) {
    throw unprocessable(
      'email_exists',
      'A user with this email address has already been registered',
    )
  }
  const address = forCurrent ? (user.email ?? '') : newEmail
  const hash = hashCode(address, change.code)
  const column = forCurrent ? 'email_change_token_current' : 'email_change_token_new'
  await updateUser(tx, user.id, {
    email_change: newEmail,
    email_change_sent_at: new Date(),
    email_change_confirm_status: 0,
    [column]: hash,
  })
  await replaceOneTimeToken(tx, { userId: user.id, type: column, hash, relatesTo: address })
  return hash
}

function kindOf(type: LinkType): Exclude<MailKind, 'email_change'> {
  if (type === 'signup' || type === 'invite' || type === 'recovery' || type === 'magiclink')
    return type
  throw invalid(`Invalid email action link type requested: ${type}`)
}

function userNotFound(): AuthError {
  return notFound('user_not_found', 'User with this email not found')
}
