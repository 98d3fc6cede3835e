import { describe, expect, it } from 'vitest'
import { createHealth, type HealthDependencies } from './handler.ts'

const working = async () => undefined

function health(checks: HealthDependencies['checks'], lines: string[] = []) {
  const handler = createHealth({
    checks,
    timeoutMs: 50,
    allowedOrigins: ['https://blytz.test'],
    write: (line) => lines.push(line),
  })
  return (path: string, init?: RequestInit) => handler(new Request(`http://localhost${path}`, init))
}

describe('health', () => {
  it('is live without looking at anything', async () => {
    const call = health({ database: () => Promise.reject(new Error('down')) })
    const response = await call('/health/live')
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }])
  })

  it('is ready when every check passes', async () => {
    const response = await health({ database: working, rest: working })('/health/ready')
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      status: 'ok',
      checks: { database: { ok: true }, rest: { ok: true } },
    })
  })

  it('answers 503 naming the failed check, and says why only in the log', async () => {
    const lines: string[] = []
    const failing = () => Promise.reject(new Error('postgres://u:hunter2@db is down'))
    const response = await health({ database: failing, rest: working }, lines)('/health/ready')
    expect(response.status).toBe(503)
    const text = await response.text()
    expect(JSON.parse(text)).toMatchObject({
      status: 'unavailable',
      checks: { database: { ok: false }, rest: { ok: true } },
    })
    expect(text).not.toContain('down')
    expect(lines.join()).toContain('is down')
    expect(lines.join()).not.toContain('hunter2')
  })

  it('counts a check that does not end as failed', async () => {
    const response = await health({ rest: () => new Promise(() => undefined) })('/health/ready')
    expect(response.status).toBe(503)
  })

  it('knows its path also behind the gateway prefix', async () => {
    expect((await health({})('/functions/v1/health/live')).status).toBe(200)
  })

  it('refuses other paths (not_found) and methods (method_not_allowed)', async () => {
    const missing = await health({})('/health/nope')
    expect([missing.status, (await missing.json()).error.code]).toEqual([404, 'not_found'])
    const post = await health({})('/health/live', { method: 'POST' })
    expect([post.status, (await post.json()).error.code]).toEqual([405, 'method_not_allowed'])
    expect(post.headers.get('allow')).toBe('GET, HEAD')
  })
})
