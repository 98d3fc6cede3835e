import { describe, expect, it } from 'vitest'
import { ConfigError, loadConfig, parseConfig, withPortOffset } from './config.ts'
import { legacyKey } from './keys.ts'

describe('supabase/config.toml', () => {
  it('of this project is valid and keeps the ports of the Supabase CLI', async () => {
    const config = await loadConfig()
    expect(config.ports).toEqual({ api: 54321, database: 54322, mail: 54324, web: 5173 })
    expect(config.api.schemas).toEqual(['public'])
  })

  it('takes the defaults of the CLI where it says nothing', () => {
    const { auth, ports, functions } = parseConfig('project_id = "p"')
    expect(ports.api).toBe(54321)
    expect(auth).toMatchObject({ jwtExpiry: 3600, otpLength: 6, customAccessTokenHook: null })
    expect(functions).toEqual([])
  })

  it('reads durations, the hook and function entry points', () => {
    const config = parseConfig(
      `project_id = "p"
      [auth.email]
      max_frequency = "1m30s"
      [auth.hook.custom_access_token]
      enabled = true
      uri = "pg-functions://postgres/public/add_role"
      [functions.a]
      verify_jwt = false
      entrypoint = "../functions/a/index.ts"
      [functions.off]
      enabled = false`,
      '/project/supabase/config.toml',
    )
    expect(config.auth.maxEmailFrequency).toBe(90)
    expect(config.auth.customAccessTokenHook).toBe('public.add_role')
    expect(config.functions).toEqual([
      { name: 'a', verifyJwt: false, entrypoint: '/project/functions/a/index.ts' },
    ])
  })

  it('names every wrong setting at once', () => {
    const broken = 'project_id = "p"\n[api]\nport = "80"\n[auth]\nsite_url = "nowhere"'
    expect(() => parseConfig(broken)).toThrow(ConfigError)
    expect(() => parseConfig(broken)).toThrow(/api\.port: .*\n {2}auth\.site_url: /s)
  })

  it('names file, line and column of a syntax error', () => {
    expect(() => parseConfig('project_id = \n', '/x/config.toml')).toThrow(
      /^\/x\/config\.toml:1:\d+ is not valid TOML/,
    )
  })

  it('says so when the file is missing', async () => {
    await expect(loadConfig('/nowhere/config.toml')).rejects.toThrow('cannot be read')
  })

  it('moves every port and the site URL by the port offset', async () => {
    const { ports, auth } = withPortOffset(await loadConfig(), 100)
    expect(ports).toEqual({ api: 54421, database: 54422, mail: 54424, web: 5273 })
    expect(auth.siteUrl).toBe('http://localhost:5273')
    expect(auth.redirectUrls).toContain('http://localhost:5273/**')
  })
})

describe('keys', () => {
  it('are byte for byte what the Supabase CLI prints', () => {
    expect(legacyKey('anon')).toBe(
      'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJzdXBhYmFzZS1kZW1vIiwicm9sZSI6ImFub24iLCJleHAiOjE5ODM4MTI5OTZ9.CRXP1A7WOeoJeXxjNni43kdQwgnWNReilDMblYTn_I0',
    )
  })
})
