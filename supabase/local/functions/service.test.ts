import { once } from 'node:events'
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { loadConfig } from '../config.ts'
import { JWT_SECRET, legacyKey, PUBLISHABLE_KEY, SECRET_KEY } from '../keys.ts'
import { PROJECT_DIR } from '../paths.ts'
import { startScratchServer } from '../postgres/scratch.ts'
import type { PostgresServer } from '../postgres/server.ts'
import type { HttpService, StackContext } from '../types.ts'
import { createFunctionsService } from './service.ts'

const SITE = 'http://localhost:5173'
const peer = { address: '127.0.0.1' }
let folder: string
let service: HttpService
let postgres: PostgresServer
const logged: string[] = []
/** Stands for the gateway: what `server_time` answers is all that `health` asks of it. */
const api = createServer((_request, response) => response.end('"2026-01-01T00:00:00+00:00"'))

const SOURCES = {
  echo: `Deno.serve(async (request) => Response.json({
    path: new URL(request.url).pathname, method: request.method, body: await request.text(),
    header: request.headers.get('x-custom'), env: Deno.env.toObject() }, { status: 201, headers: { 'x-own': 'yes' } }))`,
  options: `Deno.serve({ port: 1, hostname: '0.0.0.0' }, () => new Response('with options'))`,
  fetcher: `export default { fetch: () => new Response('exported') }`,
  broken: `throw new Error('no environment')`,
  silent: `export const nothing = 1`,
  throwing: `Deno.serve(() => { throw new Error('inside') })`,
  ending: `Deno.serve(() => Deno.exit(3))`,
  guarded: `Deno.serve(() => new Response('passed'))`,
  reaching: `Deno.serve(async (request) => {
    const what = new URL(request.url).searchParams.get('what')
    try {
      if (what === 'write') await Deno.writeTextFile('/tmp/never', 'x')
      if (what === 'run') await new Deno.Command('/bin/true').output()
      if (what === 'read') await Deno.readTextFile('/etc/passwd')
      if (what === 'import') await import('https://deno.land/std/version.ts')
      return new Response('allowed')
    } catch (error) { return new Response(error.name) }
  })`,
  stream: `Deno.serve(() => new Response(new ReadableStream({ async start(controller) {
    controller.enqueue(new TextEncoder().encode('one '))
    controller.enqueue(new TextEncoder().encode('two'))
    controller.close() } })))`,
}

async function write(name: string, source: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true })
  await writeFile(join(folder, name, 'index.ts'), source)
}

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'functions-test-')))
  for (const [name, source] of Object.entries(SOURCES)) await write(name, source)
  postgres = await startScratchServer()
  api.listen(0, '127.0.0.1')
  await once(api, 'listening')
  const address = api.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const config = await loadConfig()
  const context: StackContext = {
    config: {
      ...config,
      auth: { ...config.auth, siteUrl: SITE },
      functions: [
        ...Object.keys(SOURCES).map((name) => ({
          name,
          verifyJwt: name === 'guarded',
          entrypoint: join(folder, name, 'index.ts'),
        })),
        {
          name: 'health',
          verifyJwt: false,
          entrypoint: join(PROJECT_DIR, 'functions/health/index.ts'),
        },
      ],
    },
    apiUrl: `http://127.0.0.1:${port}`,
    jwtSecret: JWT_SECRET,
    publishableKey: PUBLISHABLE_KEY,
    secretKey: SECRET_KEY,
    databaseUrl: (role) => postgres.url(role),
    log: (name, message) => logged.push(`${name}: ${message}`),
    debug: () => undefined,
    mailbox: { deliver: () => undefined, list: () => [], clear: () => undefined },
    functionEnv: { STRIPE_SECRET_KEY: 'sk_test_local' },
  }
  service = await createFunctionsService(context)
})
afterAll(async () => {
  await service?.stop()
  api.close()
  api.closeAllConnections()
  await postgres?.stop()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(() => {
  logged.length = 0
})

function call(path: string, init?: RequestInit): Promise<Response> {
  return service.fetch(new Request(`http://127.0.0.1/functions/v1/${path}`, init), peer)
}

async function whenRunning(path: string): Promise<Response> {
  return vi.waitFor(async () => {
    const response = await call(path)
    if (response.status === 503) throw new Error(await response.text())
    return response
  }, 20_000)
}

describe('health, the real function', () => {
  it('is live', async () => {
    const response = await call('health/live')
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }])
  })

  it('is ready: it reaches database and API with what the environment gives', async () => {
    const response = await call('health/ready')
    expect(await response.json()).toMatchObject({
      status: 'ok',
      checks: { database: { ok: true }, rest: { ok: true } },
    })
  })

  it('lets only the site of the configuration call from a page', async () => {
    const own = await call('health/live', { headers: { origin: SITE } })
    expect(own.headers.get('access-control-allow-origin')).toBe(SITE)
    expect((await call('health/live', { headers: { origin: 'https://evil.test' } })).status).toBe(
      403,
    )
  })
})

describe('requests', () => {
  it('reach the function with path, method, headers and body, and its answer comes back', async () => {
    const response = await call('echo/deep/path?x=1', {
      method: 'POST',
      body: 'the body',
      headers: { 'x-custom': 'value' },
    })
    expect([response.status, response.headers.get('x-own')]).toEqual([201, 'yes'])
    expect(await response.json()).toMatchObject({
      path: '/echo/deep/path',
      method: 'POST',
      body: 'the body',
      header: 'value',
    })
  })

  it('find the environment of the platform, and nothing of the shell', async () => {
    const { env } = await (await call('echo')).json()
    expect(env).toMatchObject({
      SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: PUBLISHABLE_KEY }),
      SUPABASE_SECRET_KEYS: JSON.stringify({ default: SECRET_KEY }),
      SUPABASE_ANON_KEY: legacyKey('anon'),
      SUPABASE_DB_URL: postgres.url('postgres'),
      STRIPE_SECRET_KEY: 'sk_test_local',
    })
    // Deno adds a PATH of its own.
    expect(env.PATH).not.toBe(process.env.PATH)
    for (const name of ['HOME', 'USER', 'VITEST']) expect(env).not.toHaveProperty(name)
  })

  it('are served however the function offers its handler', async () => {
    expect(await (await call('options')).text()).toBe('with options')
    expect(await (await call('fetcher')).text()).toBe('exported')
    expect(await (await call('stream')).text()).toBe('one two')
  })

  it('go to the right function when several are loaded at once', async () => {
    const names = ['options', 'fetcher', 'stream']
    await writeFile(join(folder, 'echo', 'index.ts'), SOURCES.echo)
    await vi.waitFor(() => expect(logged.join()).toContain('restarting'), 10_000)
    await whenRunning('options')
    const texts = await Promise.all(names.map(async (name) => (await call(name)).text()))
    expect(texts).toEqual(['with options', 'exported', 'one two'])
  })
})

describe('what goes wrong', () => {
  it('an unknown function: 404 NOT_FOUND', async () => {
    for (const name of ['nope', '', '..%2Fhealth', '_shared']) {
      const response = await call(name)
      expect([response.status, (await response.json()).code]).toEqual([404, 'NOT_FOUND'])
    }
  })

  it.each(['broken', 'silent'])(
    '%s cannot start: 503 BOOT_ERROR, and the log says why',
    async (name) => {
      const response = await call(name)
      expect([response.status, (await response.json()).code]).toEqual([503, 'BOOT_ERROR'])
      await vi.waitFor(() => expect(logged.join()).toContain(`${name} failed to start`))
    },
  )

  it('a handler throws: 500 WORKER_ERROR without its text', async () => {
    const response = await call('throwing')
    const text = await response.text()
    expect([response.status, JSON.parse(text).code]).toEqual([500, 'WORKER_ERROR'])
    expect(text).not.toContain('inside')
    await vi.waitFor(() => expect(logged.join()).toContain('inside'))
  })

  it.each([
    ['write', 'NotCapable'],
    ['run', 'NotCapable'],
    ['read', 'NotCapable'],
    ['import', 'TypeError'],
  ])('a function may not %s (%s)', async (what, error) => {
    expect(await (await call(`reaching?what=${what}`)).text()).toBe(error)
  })

  it('the process ends: one line in the log, 503 with Retry-After, then it runs again', async () => {
    const dying = await call('ending')
    expect(dying.status).toBe(503)
    const meanwhile = await call('options')
    expect([meanwhile.status, meanwhile.headers.get('retry-after')]).toEqual([503, '1'])
    expect((await whenRunning('options')).status).toBe(200)
    expect(logged.filter((line) => line.includes('ended with code 3'))).toHaveLength(1)
  })
})

describe('verify_jwt', () => {
  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
  const sign = (exp: number, secret = JWT_SECRET) =>
    new SignJWT({ role: 'authenticated', exp })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(secret))
  const soon = Math.floor(Date.now() / 1000) + 60

  it('lets valid tokens, the legacy keys and preflights pass', async () => {
    for (const token of [legacyKey('anon'), await sign(soon)]) {
      expect(await (await call('guarded', bearer(token))).text()).toBe('passed')
    }
    expect((await call('guarded', { method: 'OPTIONS' })).status).toBe(200)
  })

  it('refuses missing, forged, expired and new-style keys (401)', async () => {
    const missing = await call('guarded')
    expect([missing.status, (await missing.json()).code]).toEqual([
      401,
      'UNAUTHORIZED_NO_AUTH_HEADER',
    ])
    for (const token of [await sign(soon, `${JWT_SECRET}x`), await sign(1), PUBLISHABLE_KEY]) {
      const response = await call('guarded', bearer(token))
      expect([response.status, (await response.json()).message]).toEqual([401, 'Invalid JWT'])
    }
  })
})

describe('changes', () => {
  it('a saved file is served after a restart', async () => {
    expect(await (await call('options')).text()).toBe('with options')
    await write('options', `Deno.serve(() => new Response('changed'))`)
    await vi.waitFor(
      async () => expect(await (await call('options')).text()).toBe('changed'),
      20_000,
    )
    expect(logged.some((line) => line.includes('options/index.ts changed'))).toBe(true)
  })
})
