import { z } from 'zod'
import { badRequest, invalid, unprocessable } from '../errors.ts'
import { object, readBody, text, validateEmail } from '../input.ts'
import { checkPasswordStrength } from '../passwords.ts'
import { parseChallenge } from '../pkce.ts'
import { type AuthApp, type AuthServices, clientOf, redirectTargetOf } from '../services.ts'
import { startSession } from '../sessions.ts'
import { signUp } from '../sign-up.ts'
import { toObfuscatedUserJson, toUserJson } from '../user-json.ts'

const Body = z.object({
  email: text(),
  phone: text(),
  password: text(),
  data: object(),
  code_challenge: text(),
  code_challenge_method: text(),
})

/** POST /signup: answers a session, or the new user when the address has to be confirmed first. */
export function signUpRoutes(app: AuthApp, services: AuthServices): void {
  app.post('/signup', async (c) => {
    const body = await readBody(c, Body)
    if (body.email === '' && body.phone === '') {
      throw unprocessable('anonymous_provider_disabled', 'Anonymous sign-ins are disabled')
    }
    services.limits.takeRequest('signup', c.env.peer.address)
    if (!services.config.signupEnabled) {
      throw unprocessable('signup_disabled', 'Signups not allowed for this instance')
    }
    if (body.password === '') throw invalid('Signup requires a valid password')
    checkPasswordStrength(body.password, services.config.minimumPasswordLength)
    if (body.email !== '' && body.phone !== '') {
      throw invalid('Only an email address or phone number should be provided on signup.')
    }
    const pkce = parseChallenge(body.code_challenge, body.code_challenge_method)
    if (body.phone !== '') throw badRequest('phone_provider_disabled', 'Phone signups are disabled')

    const email = validateEmail(body.email)
    const data = body.data ?? {}
    const options = { redirectTo: redirectTargetOf(c, services), pkce }
    const outcome = await signUp(services, { email, password: body.password, data }, options)
    if (outcome.kind === 'confirmed') {
      const grant = { userId: outcome.user.id, method: 'password', client: clientOf(c) }
      return c.json(await services.sql.begin((tx) => startSession(services, tx, grant)))
    }
    if (outcome.kind === 'pending') {
      // Somebody who was invited and signs up instead must not read what the invitation says about them.
      const { user } = outcome
      const shown = user.invited_at ? { ...user, raw_user_meta_data: {}, identities: [] } : user
      return c.json(toUserJson(shown))
    }
    if (!services.config.confirmationsEnabled) {
      throw unprocessable('user_already_exists', 'User already registered')
    }
    return c.json(toObfuscatedUserJson(email, data))
  })
}
