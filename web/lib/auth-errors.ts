import { AppError, type ErrorText, noConnection, toAppError } from './errors.ts'

/** What supabase-js's auth calls return as `error`, seen from outside (the class itself is not loaded everywhere). */
interface AuthFailure {
  __isAuthError: true
  name: string
  status?: number | undefined
  code?: string | undefined
}

function isAuthFailure(error: unknown): error is AuthFailure {
  return typeof error === 'object' && error !== null && '__isAuthError' in error
}

const RETRY_LINK = 'Ask for a new link and open it in this browser.'

/** Auth's own codes; see https://supabase.com/docs/guides/auth/debugging/error-codes. */
const TEXTS: Readonly<Record<string, ErrorText>> = {
  invalid_credentials: {
    title: 'E-mail or password is wrong',
    meaning: 'You are not signed in.',
    action: 'Check both, or reset your password.',
  },
  email_not_confirmed: {
    title: 'Your e-mail is not confirmed yet',
    meaning: 'You are not signed in.',
    action: 'Open the link we mailed you, or have it sent again.',
  },
  user_already_exists: {
    title: 'There is an account with this e-mail',
    meaning: 'No new account was made.',
    action: 'Sign in instead, or reset your password.',
  },
  email_exists: {
    title: 'There is an account with this e-mail',
    meaning: 'No new account was made.',
    action: 'Sign in instead, or reset your password.',
  },
  weak_password: {
    title: 'This password is too easy to guess',
    meaning: 'It was not saved.',
    action: 'Use at least 10 characters that you use nowhere else.',
  },
  same_password: {
    title: 'This is your current password',
    meaning: 'Nothing was changed.',
    action: 'Choose a different one.',
  },
  email_address_invalid: {
    title: 'This e-mail address does not work',
    meaning: 'No mail was sent.',
    action: 'Check the spelling.',
  },
  validation_failed: {
    title: 'Something in the form is not right',
    meaning: 'Nothing was saved.',
    action: 'Check what you entered and try again.',
  },
  over_email_send_rate_limit: {
    title: 'Too many mails in a short time',
    meaning: 'No further mail was sent.',
    action: 'Look into your inbox and spam folder, or wait a minute.',
  },
  over_request_rate_limit: {
    title: 'Too many attempts',
    meaning: 'This one was not tried.',
    action: 'Wait a minute and try again.',
  },
  otp_expired: {
    title: 'This link has expired or was used before',
    meaning: 'You are not signed in.',
    action: RETRY_LINK,
  },
  flow_state_not_found: {
    title: 'This link belongs to another browser',
    meaning: 'You are not signed in.',
    action: RETRY_LINK,
  },
  flow_state_expired: {
    title: 'This link has expired',
    meaning: 'You are not signed in.',
    action: RETRY_LINK,
  },
  bad_code_verifier: {
    title: 'This link belongs to another browser',
    meaning: 'You are not signed in.',
    action: RETRY_LINK,
  },
  signup_disabled: {
    title: 'New accounts are closed at the moment',
    meaning: 'No account was made.',
    action: 'Try again later.',
  },
  user_banned: {
    title: 'This account is locked',
    meaning: 'You are not signed in.',
    action: 'Contact support if you think this is a mistake.',
  },
  session_expired: {
    title: 'You have been signed out',
    meaning: 'Your session had ended.',
    action: 'Sign in again.',
  },
  session_not_found: {
    title: 'You have been signed out',
    meaning: 'Your session had ended.',
    action: 'Sign in again.',
  },
  reauthentication_needed: {
    title: 'Please sign in again first',
    meaning: 'Your password was not changed.',
    action: 'Sign out, sign in, and change it then.',
  },
  access_denied: {
    title: 'This link cannot be used',
    meaning: 'You are not signed in.',
    action: RETRY_LINK,
  },
}

/** supabase-js raises these itself, without a code. */
const CODE_OF_NAME: Readonly<Record<string, string>> = {
  AuthPKCECodeVerifierMissingError: 'bad_code_verifier',
  AuthSessionMissingError: 'session_not_found',
  AuthWeakPasswordError: 'weak_password',
  AuthInvalidCredentialsError: 'invalid_credentials',
}

const FALLBACK: ErrorText = {
  title: 'Signing in did not work',
  meaning: 'Nothing was changed.',
  action: 'Try again in a moment.',
}

/** Human text for a code of Auth, also for the `error_code` of a callback address. */
export function authCodeText(code: string | null | undefined): ErrorText {
  return (code ? TEXTS[code] : undefined) ?? FALLBACK
}

/** Turns what an auth call returned as its error into an AppError: `AUTH` with Auth's reason, `NETWORK`, … */
export function toAuthError(error: unknown): AppError {
  if (!isAuthFailure(error)) return toAppError(error)
  if (error.status === 0 || error.name === 'AuthRetryableFetchError') return noConnection(error)
  const text = authCodeText(error.code ?? CODE_OF_NAME[error.name])
  return new AppError('AUTH', text, { auth_code: error.code }, error)
}

/** The data of a reply of `client.auth`, or its error thrown as an AppError. */
export function unwrapAuth<Reply extends { data: unknown; error: unknown }>(
  reply: Reply,
): Extract<Reply, { error: null }>['data'] {
  if (reply.error !== null) throw toAuthError(reply.error)
  return reply.data
}
