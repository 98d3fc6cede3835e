import type { Mail } from '../types.ts'

export type MailKind = 'signup' | 'invite' | 'recovery' | 'magiclink' | 'email_change'
export type OutgoingMail = Pick<Mail, 'to' | 'subject' | 'text' | 'html'>

const WORDING: Record<MailKind, { subject: string; purpose: string }> = {
  signup: {
    subject: 'Confirm your email address',
    purpose: 'Follow this link to confirm your address and finish signing up:',
  },
  invite: {
    subject: "You've been invited",
    purpose: 'You have been invited to create an account. Follow this link to accept:',
  },
  recovery: {
    subject: 'Reset your password',
    purpose: 'Follow this link to choose a new password:',
  },
  magiclink: { subject: 'Your sign-in link', purpose: 'Follow this link to sign in:' },
  email_change: {
    subject: 'Confirm your new email address',
    purpose: 'Follow this link to confirm the change of your address:',
  },
}

/** Everything a mail of this service says: what it is for, the link, and the code for those who type it. */
export function composeMail(mail: {
  kind: MailKind
  to: string
  link: string
  code: string
}): OutgoingMail {
  const { subject, purpose } = WORDING[mail.kind]
  const link = escapeHtml(mail.link)
  return {
    to: mail.to,
    subject,
    text: `${purpose}\n\n${mail.link}\n\nOr enter this code: ${mail.code}\n`,
    html: `<p>${purpose}</p><p><a href="${link}">${link}</a></p><p>Or enter this code: <b>${mail.code}</b></p>`,
  }
}

/** The address behind the link of a mail. `tokenHash` carries the `pkce_` prefix of flows with a verifier. */
export function actionLink(
  apiUrl: string,
  link: { kind: MailKind; tokenHash: string; redirectTo: string },
): string {
  const query = new URLSearchParams({
    token: link.tokenHash,
    type: link.kind,
    redirect_to: link.redirectTo,
  })
  return `${apiUrl}/auth/v1/verify?${query}`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
