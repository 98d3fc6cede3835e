import { z } from 'zod'
import type { JsonObject, Transaction } from '../database.ts'
import { prepareEmailChange, prepareMail } from '../email-tokens.ts'
import { badRequest, invalid, unprocessable } from '../errors.ts'
import { flag, object, readBody, text, validateEmail } from '../input.ts'
import type { OutgoingMail } from '../mails.ts'
import { limit } from '../middleware.ts'
import { randomPassword } from '../passwords.ts'
import { type PkceChallenge, parseChallenge } from '../pkce.ts'
import { findUserByEmail, lockUser, type UserRow } from '../repository/users.ts'
import { type AuthApp, type AuthServices, redirectTargetOf } from '../services.ts'
import { signUp } from '../sign-up.ts'

const Challenge = { code_challenge: text(), code_challenge_method: text() }
const RecoverBody = z.object({ email: text(), ...Challenge })
const MagicLinkBody = z.object({ email: text(), data: object(), ...Challenge })
const OtpBody = MagicLinkBody.extend({ phone: text(), create_user: flag(true), channel: text() })
const ResendBody = z.object({ type: text(), email: text(), phone: text(), ...Challenge })

/**
 * The requests that end in a mail. Except for the frequency limit they answer `{}` whether or not there is an account,
 * so that they do not tell who has one.
 */
export function mailRequestRoutes(app: AuthApp, services: AuthServices): void {
  app.post('/recover', limit(services, 'recover'), async (c) => {
    const body = await readBody(c, RecoverBody)
    if (body.email === '') throw invalid('Password recovery requires an email')
    const email = validateEmail(body.email)
    const pkce = parseChallenge(body.code_challenge, body.code_challenge_method)
    const options = { redirectTo: redirectTargetOf(c, services), pkce }
    await mailToUser(services, email, async (tx, user) => [
      await prepareMail(services, tx, user, 'recovery', options),
    ])
    return c.json({})
  })

  app.post('/magiclink', limit(services, 'magiclink'), async (c) => {
    const body = await readBody(c, MagicLinkBody)
    const pkce = parseChallenge(body.code_challenge, body.code_challenge_method)
    await sendMagicLink(
      services,
      { email: body.email, data: body.data ?? {} },
      redirectTargetOf(c, services),
      pkce,
    )
    return c.json({})
  })

  app.post('/otp', limit(services, 'otp'), async (c) => {
    const body = await readBody(c, OtpBody)
    if (body.email !== '' && body.phone !== '') {
      throw invalid('Only an email address or phone number should be provided')
    }
    if (body.email !== '' && body.channel !== '') {
      throw invalid('Channel should only be specified with Phone OTP')
    }
    const pkce = parseChallenge(body.code_challenge, body.code_challenge_method)
    if (body.phone !== '') {
      throw badRequest('phone_provider_disabled', 'Unsupported phone provider')
    }
    if (body.email === '') throw invalid('One of email or phone must be set')
    if (!body.create_user && !(await findUserByEmail(services.sql, validateEmail(body.email)))) {
      throw unprocessable('otp_disabled', 'Signups not allowed for otp')
    }
    await sendMagicLink(
      services,
      { email: body.email, data: body.data ?? {} },
      redirectTargetOf(c, services),
      pkce,
    )
    return c.json({})
  })

  app.post('/resend', limit(services, 'resend'), async (c) => {
    const body = await readBody(c, ResendBody)
    const pkce = parseChallenge(body.code_challenge, body.code_challenge_method)
    const type = checkResend(body)
    const options = { redirectTo: redirectTargetOf(c, services), pkce }
    await mailToUser(services, validateEmail(body.email), async (tx, user) => {
      if (type === 'email_change') {
        if (user.email_change === '') return []
        return prepareEmailChange(services, tx, user, user.email_change, options)
      }
      if (user.email_confirmed_at) return []
      return [await prepareMail(services, tx, user, 'signup', options)]
    })
    return c.json({})
  })
}

/** Signs in known addresses; unknown and unconfirmed ones are signed up, and the confirmation is their link. */
async function sendMagicLink(
  services: AuthServices,
  account: { email: string; data: JsonObject },
  redirectTo: string,
  pkce: PkceChallenge | null,
): Promise<void> {
  if (account.email === '') {
    throw unprocessable('validation_failed', 'Password recovery requires an email')
  }
  const email = validateEmail(account.email)
  const options = { redirectTo, pkce }
  const known = await findUserByEmail(services.sql, email)
  if (!known?.email_confirmed_at) {
    const outcome = await signUp(
      services,
      { email, password: randomPassword(), data: account.data },
      options,
    )
    if (outcome.kind === 'pending') return
  }
  await mailToUser(services, email, async (tx, user) => [
    await prepareMail(services, tx, user, 'magiclink', options),
  ])
}

/** Prepares mails in a transaction that holds the user's row, and delivers them once it is through. */
async function mailToUser(
  services: AuthServices,
  email: string,
  prepare: (tx: Transaction, user: UserRow) => Promise<OutgoingMail[]>,
): Promise<void> {
  const mails = await services.sql.begin(async (tx) => {
    const found = await findUserByEmail(tx, email)
    const user = found && (await lockUser(tx, found.id))
    return { prepared: user ? await prepare(tx, user) : [] }
  })
  for (const mail of mails.prepared) services.context.mailbox.deliver(mail)
}

function checkResend(body: z.output<typeof ResendBody>): 'signup' | 'email_change' {
  const { type, email, phone } = body
  if (!['signup', 'email_change', 'sms', 'phone_change'].includes(type)) {
    throw invalid('Missing one of these types: signup, email_change, sms, phone_change')
  }
  if (email === '' && type === 'signup') throw invalid('Type provided requires an email address')
  if (phone === '' && type === 'sms') throw invalid('Type provided requires a phone number')
  if (email !== '' && phone !== '') {
    throw invalid('Only an email address or phone number should be provided.')
  }
  if (phone !== '') throw badRequest('phone_provider_disabled', 'Phone logins are disabled')
  if (email === '') throw invalid('Missing email address or phone number')
  return type === 'email_change' ? 'email_change' : 'signup'
}
