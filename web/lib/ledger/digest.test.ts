/** Digests as anybody may verify them: text, signature, key and the chain of days; a changed byte anywhere is refused. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  DigestError,
  type LedgerDigest,
  readDigestBody,
  verifyDigest,
  verifyDigests,
} from './digest.ts'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const rawKey = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')
const keyId = sha256(rawKey).slice(0, 16)

const AUCTIONS = [1, 2, 3].map((n) => `0000000${n}-0000-4000-8000-000000000000`)
const lineOf = (id: string) => `${id} 7 sold ${sha256(id)}\n`

function signedDigest(day: string, body: string): LedgerDigest {
  return {
    ...{ day, body, root: sha256(body), closed_count: body.split('\n').length - 5 },
    signature: sign(null, Buffer.from(body), privateKey).toString('base64'),
    ...{ public_key: rawKey.toString('base64'), key_id: keyId },
  }
}

const text = (day: string, previous: string, ids: readonly string[], count = ids.length) =>
  `blytz-ledger-digest-v1\nday ${day}\nprevious ${previous}\nauctions ${count}\n${ids.map(lineOf).join('')}`

const first = signedDigest('2026-11-30', text('2026-11-30', 'none', AUCTIONS))
const second = signedDigest('2026-12-01', text('2026-12-01', `2026-11-30 ${first.root}`, []))
const third = signedDigest(
  '2026-12-02',
  text('2026-12-02', `2026-12-01 ${second.root}`, AUCTIONS.slice(0, 1)),
)

const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'believed',
    (error: unknown) => (error instanceof DigestError ? error.message : String(error)),
  )

test('a chain of signed digests verifies and tells its heads', async () => {
  const bodies = await verifyDigests([first, second, third], keyId)
  expect(bodies.map(({ day }) => day)).toEqual(['2026-11-30', '2026-12-01', '2026-12-02'])
  expect(bodies[0]?.heads.get(AUCTIONS[1] ?? '')).toEqual({
    ...{ seq: 7, kind: 'sold', head: sha256(AUCTIONS[1] ?? '') },
  })
  expect(bodies[0]?.previous).toBeNull()
})

test('every single changed byte of text, signature, key and root is refused', async () => {
  let tried = 0
  for (const field of ['body', 'signature', 'public_key', 'root', 'key_id', 'day'] as const) {
    for (let at = 0; at < first[field].length; at++) {
      const value = first[field]
      const byte = String.fromCharCode(value.charCodeAt(at) ^ 1)
      const changed = { ...first, [field]: `${value.slice(0, at)}${byte}${value.slice(at + 1)}` }
      await expect(verifyDigest(changed), `${field} ${at}`).rejects.toBeInstanceOf(DigestError)
      tried++
    }
  }
  expect(tried).toBeGreaterThan(500)
})

test('a changed text is refused even with a root made to match', async () => {
  const body = first.body.replace(sha256(AUCTIONS[0] ?? ''), sha256('another'))
  expect(await refusal(verifyDigest({ ...first, body, root: sha256(body) }))).toContain('signature')
})

test('a digest of another signer is refused when the signer is known', async () => {
  expect(await refusal(verifyDigest(first, '0123456789abcdef'))).toContain(`Signed by ${keyId}`)
})

test('a wrong count beside the text is refused', async () => {
  expect(await refusal(verifyDigest({ ...first, closed_count: 2 }))).toContain('closed_count')
})

describe('a chain of days', () => {
  test.each<[string, LedgerDigest[], string]>([
    ['with a missing day', [first, third], '2026-12-01 was due'],
    ['with a repeated day', [first, first], '2026-12-01 was due'],
    ['out of order', [second, first], '2026-12-02 was due'],
    [
      'whose second day names another first',
      [{ ...signedDigest('2026-11-30', text('2026-11-30', 'none', [])) }, second],
      'does not continue',
    ],
    [
      'that begins anew',
      [first, signedDigest('2026-12-01', text('2026-12-01', 'none', []))],
      'does not continue',
    ],
  ])('%s is refused', async (_what, digests, message) => {
    expect(await refusal(verifyDigests(digests))).toContain(message)
  })
})

describe('readDigestBody refuses', () => {
  test.each([
    ['another version', first.body.replace('v1', 'v2'), 'not that of a digest'],
    ['the text of another day', second.body, 'that of 2026-12-01'],
    ['auctions out of order', text('2026-11-30', 'none', AUCTIONS.toReversed()), 'in its place'],
    [
      'an auction twice',
      text('2026-11-30', 'none', [AUCTIONS[0] ?? '', AUCTIONS[0] ?? '']),
      'in its place',
    ],
    ['more auctions than it says', text('2026-11-30', 'none', AUCTIONS, 2), 'not as many'],
    ['fewer auctions than it says', text('2026-11-30', 'none', AUCTIONS, 4), 'not as many'],
    ['a missing last line feed', first.body.slice(0, -1), 'line feed'],
    ['an auction that still runs', first.body.replace(' sold ', ' bid '), 'in its place'],
    ['something after the auctions', `${first.body}\n`, 'in its place'],
  ])('%s', (_what, body, message) => {
    expect(() => readDigestBody('2026-11-30', body)).toThrow(message)
  })
})

test.each([null, 'x', {}, { ...first, body: 1 }])(
  'what is no digest is refused: %j',
  async (row) => {
    expect(await refusal(verifyDigest(row))).toContain('not a digest')
  },
)
