import { describe, expect, it, vi } from 'vitest'
import { env, readEnv } from './env.ts'

const GOOD = {
  VITE_SUPABASE_URL: 'https://project.test/',
  VITE_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x',
}

describe('readEnv', () => {
  it('takes the address without its last slash', () => {
    expect(readEnv(GOOD)).toEqual({
      ok: true,
      env: {
        supabaseUrl: 'https://project.test',
        publishableKey: 'sb_publishable_x',
        sentryDsn: undefined,
      },
    })
  })

  it('names every variable that is missing or blank', () => {
    expect(readEnv({ VITE_SUPABASE_URL: ' ' })).toEqual({
      ok: false,
      problems: ['VITE_SUPABASE_URL is not set.', 'VITE_SUPABASE_PUBLISHABLE_KEY is not set.'],
    })
  })

  it.each(['ftp://project.test', 'project.test', 'javascript:alert(1)'])(
    'refuses %s as an address',
    (address) => {
      expect(readEnv({ ...GOOD, VITE_SUPABASE_URL: address })).toMatchObject({ ok: false })
    },
  )

  it('refuses a secret key, which would be published with the site', () => {
    const check = readEnv({ ...GOOD, VITE_SUPABASE_PUBLISHABLE_KEY: 'sb_secret_x' })
    expect(check).toMatchObject({ ok: false, problems: [expect.stringContaining('secret key')] })
  })
})

describe('env', () => {
  it('throws with the list of problems', () => {
    vi.stubEnv('VITE_SUPABASE_URL', '')
    vi.stubEnv('VITE_SUPABASE_PUBLISHABLE_KEY', '')
    expect(() => env()).toThrow('VITE_SUPABASE_URL is not set.')
    vi.unstubAllEnvs()
  })
})
