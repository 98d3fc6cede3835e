import { expect, it } from 'vitest'
import { baseEnv, databaseEnv, readEnv, secretKeyEnv } from './env.ts'

const complete = {
  SUPABASE_URL: 'https://abc.supabase.co',
  SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x',
  ALLOWED_ORIGINS: 'https://a.test, https://b.test/',
}

it('reads what is there', () => {
  expect(readEnv(baseEnv, complete).ALLOWED_ORIGINS).toEqual(['https://a.test', 'https://b.test'])
})

it('lists every missing name at once, empty ones included', () => {
  const schema = baseEnv.extend(databaseEnv.shape)
  expect(() => readEnv(schema, { SUPABASE_URL: '' })).toThrow(
    /SUPABASE_URL: missing; SUPABASE_PUBLISHABLE_KEY: missing; ALLOWED_ORIGINS: missing; SUPABASE_DB_URL: missing/,
  )
})

it('never repeats a wrong value', () => {
  const wrong = { ...complete, SUPABASE_DB_URL: 'hunter2' }
  expect(() => readEnv(databaseEnv, wrong)).toThrow(/^(?!.*hunter2).*SUPABASE_DB_URL/)
})

it('takes keys as the platform names them', () => {
  const { SUPABASE_PUBLISHABLE_KEY: _, ...rest } = complete
  const hosted = {
    ...rest,
    SUPABASE_PUBLISHABLE_KEYS: '{"default":"sb_publishable_d"}',
    SUPABASE_SECRET_KEYS: '{"jobs":"sb_secret_j"}',
  }
  expect(readEnv(baseEnv, hosted).SUPABASE_PUBLISHABLE_KEY).toBe('sb_publishable_d')
  expect(readEnv(secretKeyEnv, hosted).SUPABASE_SECRET_KEY).toBe('sb_secret_j')
  expect(readEnv(baseEnv, { ...rest, SUPABASE_ANON_KEY: 'eyJ' }).SUPABASE_PUBLISHABLE_KEY).toBe(
    'eyJ',
  )
})

it('refuses a wildcard origin', () => {
  expect(() => readEnv(baseEnv, { ...complete, ALLOWED_ORIGINS: '*' })).toThrow(/ALLOWED_ORIGINS/)
})
