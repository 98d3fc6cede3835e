import { describe, expect, test } from 'vitest'
import { legacyKey, PUBLISHABLE_KEY, SECRET_KEY } from '../supabase/local/keys.ts'
import { type Account, assertMayPlay, assertMaySeed, markOf, stageOf } from './marker.ts'
import { startOf } from './seed.ts'
import { isLocal, SeedRefused, targetFromEnvironment } from './target.ts'

const local = {
  apiUrl: 'http://127.0.0.1:54321',
  publishableKey: PUBLISHABLE_KEY,
  secretKey: SECRET_KEY,
}
const hosted = {
  apiUrl: 'https://abcdefghijklmnop.supabase.co',
  publishableKey: 'sb_publishable_x',
  secretKey: 'sb_secret_x',
}

function account(name: string, app_metadata: Account['app_metadata'] = {}): Account {
  return { id: name, email: `${name}@blytz.test`, app_metadata }
}

describe('isLocal', () => {
  test('knows the local stack by address and key, the legacy key included', () => {
    expect(isLocal(local)).toBe(true)
    expect(isLocal({ ...local, apiUrl: 'http://localhost:54421' })).toBe(true)
    expect(isLocal({ ...local, secretKey: legacyKey('service_role') })).toBe(true)
  })

  test('is not fooled by a tunnel, a foreign address with the demo key, or the anon key', () => {
    expect(isLocal({ ...hosted, apiUrl: local.apiUrl })).toBe(false)
    expect(isLocal({ ...local, apiUrl: hosted.apiUrl })).toBe(false)
    expect(isLocal({ ...local, apiUrl: 'http://127.0.0.1.evil.example' })).toBe(false)
    expect(isLocal({ ...local, secretKey: legacyKey('anon') })).toBe(false)
    expect(isLocal({ ...local, apiUrl: 'not a url' })).toBe(false)
  })
})

describe('assertMaySeed', () => {
  test('allows an empty local stack, and one with strangers whose addresses are their own', () => {
    expect(() => assertMaySeed(local, [])).not.toThrow()
    expect(() => assertMaySeed(local, [account('somebody')])).not.toThrow()
  })

  test('refuses a hosted project that this seed has not filled', () => {
    expect(() => assertMaySeed(hosted, [])).toThrow(SeedRefused)
  })

  test('allows a project that carries the mark', () => {
    expect(() => assertMaySeed(hosted, [account('ada', markOf('started'))])).not.toThrow()
  })

  test('refuses where somebody else has the address of a persona, and names it', () => {
    expect(() => assertMaySeed(local, [account('bea')])).toThrow(/bea@blytz\.test/)
    const forged = account('bea', { blytz_seed: { name: 'other' } })
    expect(() => assertMaySeed(local, [forged])).toThrow(SeedRefused)
  })
})

describe('assertMayPlay', () => {
  test('allows the local stack once the demo data is ready', () => {
    expect(() => assertMayPlay(local, [account('ada', markOf('ready'))])).not.toThrow()
    expect(() => assertMayPlay(local, [account('ada', markOf('complete'))])).not.toThrow()
  })

  test('refuses a hosted project even if the seed has filled it', () => {
    expect(() => assertMayPlay(hosted, [account('ada', markOf('complete'))])).toThrow(/shill/)
  })

  test('refuses a local stack without demo data, or with half of it', () => {
    expect(() => assertMayPlay(local, [])).toThrow(/not filled by this seed/)
    expect(() => assertMayPlay(local, [account('ada')])).toThrow(/not filled by this seed/)
    expect(() => assertMayPlay(local, [account('ada', markOf('started'))])).toThrow(/incomplete/)
  })
})

test('stageOf tells nothing, started, ready and complete apart', () => {
  expect(stageOf([account('ada')])).toBeUndefined()
  expect(stageOf([account('ada', markOf())])).toBe('started')
  expect(stageOf([account('ada', markOf('ready'))])).toBe('ready')
  expect(stageOf([account('ben', markOf('complete'))])).toBeUndefined()
})

describe('targetFromEnvironment', () => {
  test('is the local stack of config.toml when nothing is set', async () => {
    const target = await targetFromEnvironment({})
    expect(target).toMatchObject({ publishableKey: PUBLISHABLE_KEY, secretKey: SECRET_KEY })
    expect(isLocal(target)).toBe(true)
  })

  test('refuses a foreign address without a key of its own', async () => {
    const environment = { SUPABASE_URL: hosted.apiUrl }
    await expect(targetFromEnvironment(environment)).rejects.toThrow(/SUPABASE_SECRET_KEY/)
  })

  test('refuses an address that is none', async () => {
    await expect(targetFromEnvironment({ SUPABASE_URL: 'nonsense' })).rejects.toThrow(SeedRefused)
  })
})

describe('startOf', () => {
  const tonight = { inDays: 0, atHour: 20 }

  test('is tonight while tonight is ahead', () => {
    const noon = new Date(2026, 10, 23, 12)
    expect(startOf(tonight, noon)).toEqual(new Date(2026, 10, 23, 20))
  })

  test('is tomorrow when the hour is less than an hour away or past', () => {
    expect(startOf(tonight, new Date(2026, 10, 23, 19, 30))).toEqual(new Date(2026, 10, 24, 20))
    expect(startOf(tonight, new Date(2026, 10, 23, 23))).toEqual(new Date(2026, 10, 24, 20))
  })
})
