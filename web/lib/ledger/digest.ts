/**
 * Published digests: for each UTC day the final heads of all auctions closed on it, signed, each naming the one before.
 * The text is documented at private.ledger_digest_body and in supabase/README.md ("Digests").
 */
import * as z from 'zod/mini'
import { fromBase64, sha256, toHex, utf8 } from './bytes.ts'
import type { EventKind } from './event.ts'

const digest = z.object({
  day: z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/)),
  closed_count: z.int(),
  root: z.string(),
  body: z.string(),
  signature: z.string(),
  public_key: z.string(),
  key_id: z.string(),
})

/** A published digest as `ledger_digests` holds it; signature and key are base64. */
export type LedgerDigest = z.infer<typeof digest>

/** The last event of an auction that closed. */
export interface FinalHead {
  seq: number
  kind: EventKind
  head: string
}

export interface DigestBody {
  day: string
  /** Null in the first digest of all. */
  previous: { day: string; root: string } | null
  /** By auction id. */
  heads: ReadonlyMap<string, FinalHead>
}

/** Why a digest or a chain of them is not to be believed. */
export class DigestError extends Error {
  override name = 'DigestError'
  readonly day: string

  constructor(day: string, message: string) {
    super(message)
    this.day = day
  }
}

const HEADER =
  /^blytz-ledger-digest-v1\nday (\d{4}-\d\d-\d\d)\nprevious (?:none|(\d{4}-\d\d-\d\d) ([0-9a-f]{64}))\nauctions (0|[1-9]\d*)\n/
const LINE =
  /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) ([1-9]\d*) (sold|unsold|cancelled) ([0-9a-f]{64})$/
const kinds: Record<string, EventKind> = { sold: 'sold', unsold: 'unsold', cancelled: 'cancelled' }

/** Reads the signed text. Every byte has its place; anything else throws `DigestError`. */
export function readDigestBody(day: string, body: string): DigestBody {
  const [header, ownDay, previousDay, previousRoot, count] = HEADER.exec(body) ?? []
  if (header === undefined) throw new DigestError(day, 'The text is not that of a digest.')
  if (ownDay !== day) throw new DigestError(day, `The text is that of ${ownDay}.`)
  const lines = body.slice(header.length).split('\n')
  if (lines.pop() !== '') throw new DigestError(day, 'The text does not end with a line feed.')
  const heads = new Map<string, FinalHead>()
  let last = ''
  for (const line of lines) {
    const [, id, seq, kind = '', head] = LINE.exec(line) ?? []
    const known = kinds[kind]
    if (id === undefined || head === undefined || known === undefined || id <= last) {
      throw new DigestError(day, `Not an auction in its place: "${line}".`)
    }
    heads.set(id, { seq: Number(seq), kind: known, head })
    last = id
  }
  if (heads.size !== Number(count))
    throw new DigestError(day, 'The auctions are not as many as it says.')
  const previous =
    previousDay === undefined || previousRoot === undefined
      ? null
      : { day: previousDay, root: previousRoot }
  return { day, previous, heads }
}

/** The first 16 hex digits of a key's SHA-256: how keys are called. */
export async function keyIdOf(publicKey: Uint8Array): Promise<string> {
  return toHex(await sha256(publicKey)).slice(0, 16)
}

async function isSigned(digest: LedgerDigest): Promise<boolean> {
  const key = fromBase64(digest.public_key)
  const signature = fromBase64(digest.signature)
  if (key?.length !== 32 || signature?.length !== 64) return false
  const imported = await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify'])
  return crypto.subtle.verify('Ed25519', imported, signature, utf8(digest.body))
}

/**
 * One digest by itself: text, count, root, key id and signature belong together. Throws `DigestError`.
 * @param keyId the signer that is trusted; without it, whoever signed is believed
 */
export async function verifyDigest(row: unknown, keyId?: string): Promise<DigestBody> {
  const result = digest.safeParse(row)
  if (!result.success) {
    const field = result.error.issues[0]?.path.join('.')
    throw new DigestError('?', `This is not a digest: ${field || 'no object'}.`)
  }
  const { data } = result
  const { day, body } = data
  const read = readDigestBody(day, body)
  if (read.heads.size !== data.closed_count)
    throw new DigestError(day, 'closed_count is not the text’s.')
  if (toHex(await sha256(utf8(body))) !== data.root)
    throw new DigestError(day, 'root is not the text’s.')
  if (!(await isSigned(data))) throw new DigestError(day, 'The signature is not that of this text.')
  const signer = await keyIdOf(fromBase64(data.public_key) ?? new Uint8Array())
  if (signer !== data.key_id) throw new DigestError(day, 'key_id is not that of the key.')
  if (keyId !== undefined && signer !== keyId) {
    throw new DigestError(day, `Signed by ${signer}, not by ${keyId}.`)
  }
  return read
}

const DAY_MS = 86_400_000

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)
}

/**
 * Digests of consecutive days, oldest first: each is good by itself and names the one before by its root.
 * Throws `DigestError` with the first day that is not. The first one's `previous` can only be checked against a digest
 * that is not here.
 */
export async function verifyDigests(
  rows: readonly unknown[],
  keyId?: string,
): Promise<DigestBody[]> {
  const bodies: DigestBody[] = []
  let root = ''
  for (const row of rows) {
    const body = await verifyDigest(row, keyId)
    const before = bodies.at(-1)
    if (before !== undefined) {
      const due = dayAfter(before.day)
      if (body.day !== due) throw new DigestError(body.day, `${due} was due after ${before.day}.`)
      if (body.previous?.day !== before.day || body.previous.root !== root) {
        throw new DigestError(body.day, `It does not continue the digest of ${before.day}.`)
      }
    }
    root = digest.parse(row).root
    bodies.push(body)
  }
  return bodies
}
