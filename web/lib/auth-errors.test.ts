import { describe, expect, it } from 'vitest'
import { authCodeText, toAuthError, unwrapAuth } from './auth-errors.ts'
import { errorForCode } from './errors.ts'

describe('errors of client.auth', () => {
  it.each([
    ['invalid_credentials', 'E-mail or password is wrong'],
    ['email_not_confirmed', 'Your e-mail is not confirmed yet'],
    ['over_email_send_rate_limit', 'Too many mails in a short time'],
  ])('explains Auth’s %s', (code, title) => {
    const error = toAuthError({ __isAuthError: true, name: 'AuthApiError', status: 400, code })
    expect(error).toMatchObject({ code: 'AUTH', details: { auth_code: code }, text: { title } })
  })

  it('knows errors that supabase-js raises without a code', () => {
    const missing = { __isAuthError: true, name: 'AuthPKCECodeVerifierMissingError', status: 400 }
    expect(toAuthError(missing).text).toEqual(authCodeText('bad_code_verifier'))
  })

  it('has a fallback for Auth’s future codes', () => {
    expect(authCodeText('something_new').title).toBe('Signing in did not work')
    expect(authCodeText(null).title).toBe('Signing in did not work')
  })

  it('are NETWORK without an answer', () => {
    const error = { __isAuthError: true, name: 'AuthRetryableFetchError', status: 0 }
    expect(toAuthError(error).code).toBe('NETWORK')
  })

  it('leaves everything else to toAppError', () => {
    const error = errorForCode('MUTED')
    expect(toAuthError(error)).toBe(error)
  })

  it('are thrown by unwrapAuth, which otherwise returns the data', () => {
    expect(unwrapAuth({ data: 1, error: null })).toBe(1)
    const error = { __isAuthError: true, name: 'AuthApiError', code: 'user_banned' }
    expect(() => unwrapAuth({ data: null, error })).toThrow('AUTH')
  })
})
