import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type AuthDatabase,
  type RunningAuth,
  startAuth,
  startAuthDatabase,
} from './testing/harness.ts'

let database: AuthDatabase
let auth: RunningAuth

beforeAll(async () => {
  database = await startAuthDatabase()
  auth = await startAuth(database)
})

afterAll(async () => {
  await auth?.stop()
  await database?.stop()
})

describe('what the service says about itself', () => {
  it('settings follow the configuration', async () => {
    const body = await (await auth.call('/settings')).json()
    expect(body).toMatchObject({
      disable_signup: false,
      mailer_autoconfirm: false,
      external: { email: true, phone: false, anonymous_users: false, github: false },
    })
  })

  it('health and the (empty) key set need no API key', async () => {
    const health = await fetch(`${auth.apiUrl}/auth/v1/health`)
    expect(await health.json()).toMatchObject({ name: 'GoTrue' })
    const keys = await fetch(`${auth.apiUrl}/auth/v1/.well-known/jwks.json`)
    expect(await keys.json()).toEqual({ keys: [] })
  })
})

describe('what the service does not have', () => {
  it.each([
    ['GET', '/authorize?provider=github', 400, 'validation_failed'],
    ['GET', '/authorize?provider=nothing', 400, 'validation_failed'],
    ['POST', '/token?grant_type=id_token', 400, 'provider_disabled'],
    ['POST', '/token?grant_type=web3', 422, 'web3_provider_disabled'],
    ['POST', '/sso', 404, 'saml_provider_disabled'],
    ['GET', '/nowhere', 404, 'not_found'],
  ])('%s %s is refused', async (method, path, status, code) => {
    const response = await auth.call(path, { method, ...(method === 'POST' ? { body: '{}' } : {}) })
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({
      code: status,
      error_code: code,
      msg: expect.any(String),
    })
  })

  it.each([
    ['POST', '/factors', 501, 'not_implemented'],
    ['POST', '/factors/1/challenge', 501, 'not_implemented'],
    ['GET', '/reauthenticate', 501, 'not_implemented'],
    ['GET', '/user/identities/authorize?provider=github', 404, 'manual_linking_disabled'],
  ])('%s %s is refused to signed-in users', async (method, path, status, code) => {
    const { token } = await auth.signedIn()
    const response = await auth.call(path, { method, token })
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ code: status, error_code: code })
  })

  it('second factors answer an unmodified client with a clear message', async () => {
    const { client } = await auth.signedIn()
    const { error } = await client.auth.mfa.enroll({ factorType: 'totp' })
    expect(error).toMatchObject({ status: 501, message: expect.stringContaining('Second factors') })
  })
})
