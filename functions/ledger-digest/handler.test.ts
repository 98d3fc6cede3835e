import { describe, expect, it } from 'vitest'
import { createLedgerDigest, type LedgerDigestDependencies } from './handler.ts'
import type { DigestStore, PublishedDigest } from './store.ts'

const SECRET = 'sb_secret_test'

function digestOf(day: string): PublishedDigest {
  return {
    day,
    ...{ closed_count: 0, root: 'r', body: `body of ${day}`, signature: 's', public_key: 'p' },
    ...{ key_id: 'k', published_at: `${day}T00:10:00+00:00` },
  }
}

/** Days that are over and not yet published wait in `due`. */
function storeWith(published: PublishedDigest[], due: string[] = []): DigestStore {
  return {
    of: async (day) => published.find((digest) => digest.day === day) ?? null,
    latest: async () => published.at(-1) ?? null,
    draft: async () => (due[0] === undefined ? null : { day: due[0], body: `body of ${due[0]}` }),
    publish: async (digest) => {
      published.push({ ...digestOf(digest.day), ...digest })
      due.shift()
    },
  }
}

const signer = async () => ({
  publicKey: 'p',
  keyId: 'k',
  sign: async (text: string) => `signed ${text}`,
})

function functionWith(store: DigestStore, more: Partial<LedgerDigestDependencies> = {}) {
  const lines: string[] = []
  const handler = createLedgerDigest({
    ...{ store, signer, secretKey: SECRET, allowedOrigins: [], write: (line) => lines.push(line) },
    ...more,
  })
  const call = async (method: string, query = '', key?: string) => {
    const headers: Record<string, string> = key === undefined ? {} : { apikey: key }
    const request = new Request(`http://localhost/ledger-digest${query}`, { method, headers })
    const response = await handler(request)
    return { status: response.status, headers: response.headers, body: await response.json() }
  }
  return { call, lines }
}

describe('GET ledger-digest', () => {
  it('serves the digest of a day with signature and public key, for good', async () => {
    const { call } = functionWith(storeWith([digestOf('2026-11-20'), digestOf('2026-11-21')]))
    const { status, headers, body } = await call('GET', '?day=2026-11-20')
    expect([status, body]).toEqual([200, { algorithm: 'Ed25519', ...digestOf('2026-11-20') }])
    expect(headers.get('cache-control')).toContain('immutable')
  })

  it('serves the latest one without a day, and only for now', async () => {
    const { call } = functionWith(storeWith([digestOf('2026-11-20'), digestOf('2026-11-21')]))
    const { body, headers } = await call('GET')
    expect(body.day).toBe('2026-11-21')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it('serves without a signing key, too', async () => {
    const { call } = functionWith(storeWith([digestOf('2026-11-20')]), { signer: null })
    expect((await call('GET')).status).toBe(200)
  })

  it.each([
    ['?day=2026-11-22', 404, 'not_found'],
    ['/other', 404, 'not_found'],
    ['?day=yesterday', 400, 'invalid_input'],
    ['?day=2026-02-30', 400, 'invalid_input'],
  ])('%s: %i %s', async (query, status, code) => {
    const { call } = functionWith(storeWith([]))
    const answer = await call('GET', query)
    expect([answer.status, answer.body.error.code]).toEqual([status, code])
  })
})

describe('POST ledger-digest', () => {
  it('signs and publishes every day that is over, oldest first', async () => {
    const published: PublishedDigest[] = []
    const { call } = functionWith(storeWith(published, ['2026-11-20', '2026-11-21']))
    const { status, body } = await call('POST', '', SECRET)
    expect([status, body]).toEqual([200, { published: ['2026-11-20', '2026-11-21'] }])
    expect(published.map(({ signature }) => signature)).toEqual([
      'signed body of 2026-11-20',
      'signed body of 2026-11-21',
    ])
    expect((await call('POST', '', SECRET)).body).toEqual({ published: [] })
  })

  it('publishes sixty days at most in one call', async () => {
    const due = Array.from({ length: 70 }, (_, at) => `day ${at}`)
    const { call } = functionWith(storeWith([], due))
    expect((await call('POST', '', SECRET)).body.published).toHaveLength(60)
    expect((await call('POST', '', SECRET)).body.published).toHaveLength(10)
  })

  it.each([[undefined], ['sb_publishable_test']])(
    'refuses the key %s (unauthorized)',
    async (key) => {
      const published: PublishedDigest[] = []
      const { call } = functionWith(storeWith(published, ['2026-11-20']))
      const { status, body } = await call('POST', '', key)
      expect([status, body.error.code, published]).toEqual([401, 'unauthorized', []])
    },
  )

  it('says when there is no signing key (signing_key_missing)', async () => {
    const { call } = functionWith(storeWith([], ['2026-11-20']), { signer: null })
    const { status, body } = await call('POST', '', SECRET)
    expect([status, body.error.code]).toEqual([503, 'signing_key_missing'])
    expect(body.error.message).toContain('Signing key not configured')
  })

  it('publishes nothing with a broken key, and says why only in the log (internal)', async () => {
    const published: PublishedDigest[] = []
    const broken = () => Promise.reject(new TypeError('not a key'))
    const { call, lines } = functionWith(storeWith(published, ['2026-11-20']), { signer: broken })
    const { status, body } = await call('POST', '', SECRET)
    expect([status, body.error.code, published]).toEqual([500, 'internal', []])
    expect(lines.join()).toContain('not a key')
  })
})
