import { expect, it } from 'vitest'
import { authCookieName, hasAuthCookie } from './auth-cookie.ts'

const NAME = 'sb-abc-auth-token'

it('names the cookie as supabase-js does', () => {
  expect(authCookieName('https://abc.supabase.co')).toBe(NAME)
  expect(authCookieName('http://127.0.0.1:54321')).toBe('sb-127-auth-token')
})

it.each([
  [`${NAME}=base64-x`, true],
  [`a=b; ${NAME}.0=base64-x; ${NAME}.1=y`, true],
  ['', false],
  [`${NAME}-code-verifier=x`, false],
  [`other=${NAME}`, false],
])('finds the session in “%s”: %s', (cookies, found) => {
  expect(hasAuthCookie(cookies, NAME)).toBe(found)
})
