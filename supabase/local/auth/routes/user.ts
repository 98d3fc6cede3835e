import { z } from 'zod'
import { reload, replacePassword } from '../accounts.ts'
import { prepareEmailChange } from '../email-tokens.ts'
import { AuthError, badRequest, forbidden, invalid, unprocessable } from '../errors.ts'
import { object, readBody, text, validateEmail } from '../input.ts'
import type { OutgoingMail } from '../mails.ts'
import { limit, requireUser } from '../middleware.ts'
import { checkPasswordStrength } from '../passwords.ts'
import { parseChallenge } from '../pkce.ts'
import { deleteOtherSessions, deleteSession, deleteSessionsOfUser } from '../repository/sessions.ts'
import { isEmailTaken, lockUser, setUserMetaData, type UserRow } from '../repository/users.ts'
import { type AuthApp, type AuthContext, type AuthServices, redirectTargetOf } from '../services.ts'
import { hasVerifiedFactor, mergeMetaData, toUserJson } from '../user-json.ts'

const UpdateBody = z.object({
  email: text(),
  phone: text(),
  password: z.string().nullish(),
  data: object(),
  app_metadata: object(),
  code_challenge: text(),
  code_challenge_method: text(),
})

/** GET and PUT /user, POST /logout: what signed-in people do with their own account. */
export function userRoutes(app: AuthApp, services: AuthServices): void {
  app.get('/user', requireUser(services), (c) => c.json(toUserJson(c.get('user'))))

  app.put('/user', requireUser(services), limit(services, 'user'), async (c) => {
    const body = await readBody(c, UpdateBody)
    const { user, newEmail } = await checkUpdate(services, c, body)
    const passwordHash = body.password ? await newPasswordHash(services, user, body.password) : null
    const pkce = parseChallenge(body.code_challenge, body.code_challenge_method)
    const options = { redirectTo: redirectTargetOf(c, services), pkce }

    const result = await services.sql.begin(async (tx) => {
      const mails: OutgoingMail[] = []
      let current = await lockUser(tx, user.id)
      if (!current) throw forbidden('user_not_found', 'User from sub claim in JWT does not exist')
      if (passwordHash)
        await replacePassword(tx, user.id, passwordHash, c.get('session')?.id ?? null)
      if (body.data) {
        await setUserMetaData(tx, user.id, mergeMetaData(current.raw_user_meta_data, body.data))
      }
      current = await reload(tx, user.id)
      if (newEmail)
        mails.push(...(await prepareEmailChange(services, tx, current, newEmail, options)))
      return { mails, user: await reload(tx, user.id) }
    })
    for (const mail of result.mails) services.context.mailbox.deliver(mail)
    return c.json(toUserJson(result.user))
  })

  app.post('/logout', requireUser(services), async (c) => {
    const scope = c.req.query('scope') || 'global'
    const { id: userId } = c.get('user')
    const session = c.get('session')
    if (scope !== 'global' && scope !== 'local' && scope !== 'others') {
      throw invalid(`Unsupported logout scope "${scope}"`)
    }
    if (!session || scope === 'global') await deleteSessionsOfUser(services.sql, userId)
    else if (scope === 'local') await deleteSession(services.sql, session.id)
    else await deleteOtherSessions(services.sql, userId, session.id)
    return c.body(null, 204)
  })
}

/**
 * Everything that can be refused before anything is written.
 *
 * @throws validation_failed, weak_password, not_admin, insufficient_aal, email_exists, phone_provider_disabled
 */
async function checkUpdate(
  services: AuthServices,
  c: AuthContext,
  body: z.output<typeof UpdateBody>,
): Promise<{ user: UserRow; newEmail: string | null }> {
  const user = c.get('user')
  const email = body.email === '' ? null : validateEmail(body.email)
  const newEmail = email !== user.email ? email : null
  if (body.phone !== '') {
    throw badRequest('phone_provider_disabled', 'Phone numbers are not supported')
  }
  if (typeof body.password === 'string') {
    checkPasswordStrength(body.password, services.config.minimumPasswordLength)
  }
  if (body.app_metadata) {
    throw forbidden('not_admin', 'Updating app_metadata requires admin privileges')
  }
  if (hasVerifiedFactor(user) && c.get('session')?.aal !== 'aal2' && (body.password || newEmail)) {
    throw new AuthError(
      401,
      'insufficient_aal',
      'AAL2 session is required to update email or password when MFA is enabled.',
    )
  }
  if (newEmail && (await isEmailTaken(services.sql, newEmail, user.id))) {
    throw unprocessable(
      'email_exists',
      'A user with this email address has already been registered',
    )
  }
  return { user, newEmail }
}

/** @throws same_password */
async function newPasswordHash(
  services: AuthServices,
  user: UserRow,
  password: string,
): Promise<string> {
  if (await services.passwords.verify(password, user.encrypted_password)) {
    throw unprocessable('same_password', 'New password should be different from the old password.')
  }
  return services.passwords.hash(password)
}
