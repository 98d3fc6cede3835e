/** The draw, byte for byte as supabase/README.md ("Giveaways") documents it. Times are milliseconds since 1970. */
import { sha256, toHex, utf8 } from '../ledger/bytes.ts'
import { instantOf } from '../ledger/instant.ts'
import type { EntryRecord, GiveawayRecord } from './record.ts'

/** So many numbers the first six bytes of a hash can be. */
const SPACE = 2 ** 48

export function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
}

/** What is published at the opening: the hash of the seed, in hex. */
export async function commitmentTo(giveawayId: string, seed: string): Promise<string> {
  return toHex(await sha256(utf8(`blytz-giveaway-seed-v1|${giveawayId}|${seed}`)))
}

/** The head of the chain before any entry: it fixes prize, times and commitment. */
export function genesisOf(giveaway: GiveawayRecord): Promise<Uint8Array> {
  const form = [
    'blytz-giveaway-v1',
    giveaway.id,
    giveaway.show_id,
    instantOf(giveaway.opened_at),
    instantOf(giveaway.closes_at),
    giveaway.followers_only ? 1 : 0,
    giveaway.prize,
    giveaway.commitment,
  ]
  return sha256(utf8(form.join('|')))
}

/** The head after an entry. */
export function linkOf(head: Uint8Array, entry: EntryRecord): Promise<Uint8Array> {
  return sha256(head, utf8(`${entry.position}|${entry.alias}|${instantOf(entry.entered_at)}`))
}

/**
 * The winning position of those that count, in ascending order; null when there is none. Every position is exactly as
 * likely as any other: numbers above the last whole multiple are drawn again.
 */
export async function drawPosition(
  seed: string,
  head: string,
  counted: readonly number[],
): Promise<number | null> {
  if (counted.length === 0) return null
  const key = await crypto.subtle.importKey(
    'raw',
    fromHex(seed),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  )
  for (let round = 0; ; round++) {
    const message = `blytz-draw-v1|${head}|${counted.join(',')}|${round}`
    const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, utf8(message)))
    const number = mac.subarray(0, 6).reduce((value, byte) => value * 256 + byte, 0)
    if (number < SPACE - (SPACE % counted.length)) return counted[number % counted.length] ?? null
  }
}
