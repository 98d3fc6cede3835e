import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StackConfig } from '../types.ts'
import { TokenBuckets } from './rate-limits.ts'
import {
  type AuthDatabase,
  newEmail,
  PASSWORD,
  type RunningAuth,
  startAuth,
  startAuthDatabase,
} from './testing/harness.ts'

const PLENTY = {
  emailSent: 1000,
  signInSignUps: 1000,
  tokenRefresh: 1000,
  tokenVerifications: 1000,
}

let database: AuthDatabase

beforeAll(async () => {
  database = await startAuthDatabase()
})

afterAll(() => database?.stop())

async function withAuth(
  overrides: Partial<StackConfig['auth']>,
  run: (auth: RunningAuth) => Promise<void>,
) {
  const auth = await startAuth(database, overrides)
  try {
    await run(auth)
  } finally {
    await auth.stop()
  }
}

describe('TokenBuckets', () => {
  it('holds its capacity and refills evenly, one bucket per key', () => {
    const buckets = new TokenBuckets(2, 10)
    const take = (key: string, at: number) => buckets.take(key, at)
    expect([take('a', 0), take('a', 0), take('a', 0)]).toEqual([true, true, false])
    expect(take('b', 0)).toBe(true)
    expect([take('a', 4999), take('a', 5000), take('a', 5001)]).toEqual([false, true, false])
    expect([take('a', 60_000), take('a', 60_000), take('a', 60_000)]).toEqual([true, true, false])
  })
})

describe('limits per address', () => {
  const wrong = (auth: RunningAuth) =>
    auth.client().auth.signInWithPassword({ email: newEmail(), password: 'wrong-wrong-wrong' })

  it('stop guessing passwords (over_request_rate_limit)', async () => {
    await withAuth({ rateLimit: { ...PLENTY, tokenRefresh: 3 } }, async (auth) => {
      for (let attempt = 0; attempt < 3; attempt++) {
        expect((await wrong(auth)).error).toMatchObject({ code: 'invalid_credentials' })
      }
      expect((await wrong(auth)).error).toMatchObject({
        status: 429,
        code: 'over_request_rate_limit',
      })
    })
  })

  it('cannot be escaped with forwarding headers (over_request_rate_limit)', async () => {
    await withAuth({ rateLimit: { ...PLENTY, tokenRefresh: 1 } }, async (auth) => {
      await wrong(auth)
      const response = await auth.call('/token?grant_type=password', {
        method: 'POST',
        body: JSON.stringify({ email: newEmail(), password: PASSWORD }),
        headers: { 'x-forwarded-for': '203.0.113.9', 'sb-forwarded-for': '203.0.113.9' },
      })
      expect(response.status).toBe(429)
    })
  })

  it('stop guessing codes (over_request_rate_limit)', async () => {
    await withAuth({ rateLimit: { ...PLENTY, tokenVerifications: 2 } }, async (auth) => {
      const guess = () =>
        auth.client().auth.verifyOtp({ email: 'x@mail.test', token: '000000', type: 'email' })
      expect((await guess()).error).toMatchObject({ code: 'otp_expired' })
      expect((await guess()).error).toMatchObject({ code: 'otp_expired' })
      expect((await guess()).error).toMatchObject({ status: 429, code: 'over_request_rate_limit' })
    })
  })

  it('count sign-ups, and each endpoint for itself (over_request_rate_limit)', async () => {
    await withAuth({ rateLimit: { ...PLENTY, signInSignUps: 1 } }, async (auth) => {
      const signUp = () => auth.client().auth.signUp({ email: newEmail(), password: PASSWORD })
      expect((await signUp()).error).toBeNull()
      expect((await signUp()).error).toMatchObject({ code: 'over_request_rate_limit' })
      expect((await auth.client().auth.resetPasswordForEmail(newEmail())).error).toBeNull()
    })
  })

  it('belong to one service instance', async () => {
    await withAuth({ rateLimit: { ...PLENTY, tokenRefresh: 1 } }, async (first) => {
      await wrong(first)
      await withAuth({ rateLimit: { ...PLENTY, tokenRefresh: 1 } }, async (second) => {
        expect((await wrong(second)).error).toMatchObject({ code: 'invalid_credentials' })
      })
    })
  })
})

describe('limits on mails', () => {
  it('count for the whole project, and a sign-up beyond them leaves nothing (over_email_send_rate_limit)', async () => {
    await withAuth({ rateLimit: { ...PLENTY, emailSent: 1 } }, async (auth) => {
      const signUp = (email: string) => auth.client().auth.signUp({ email, password: PASSWORD })
      expect((await signUp(newEmail())).error).toBeNull()
      const late = newEmail()
      expect((await signUp(late)).error).toMatchObject({
        status: 429,
        code: 'over_email_send_rate_limit',
      })
      expect(await database.sql`select 1 from auth.users where email = ${late}`).toHaveLength(0)
      expect(auth.mailsTo(late)).toEqual([])
    })
  })

  it('space the mails to one address (over_email_send_rate_limit), also for requests at once', async () => {
    await withAuth({ maxEmailFrequency: 60 }, async (auth) => {
      await auth.warmUp()
      const { email } = await auth.createUser()
      const results = await Promise.all(
        Array.from({ length: 4 }, () => auth.client().auth.resetPasswordForEmail(email)),
      )
      const codes = results.map((result) => result.error?.code ?? 'sent').sort()
      const refused = 'over_email_send_rate_limit'
      expect(codes).toEqual([refused, refused, refused, 'sent'])
      expect(auth.mailsTo(email)).toHaveLength(1)
      const { error } = await auth.client().auth.signInWithOtp({ email })
      expect(error?.message).toMatch(
        /^For security purposes, you can only request this after \d+ seconds\.$/,
      )
    })
  })
})
