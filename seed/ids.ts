/** Ids that follow from a name, so that a second run finds what the first one made. */
import { createHash } from 'node:crypto'

/** A version 8 UUID (RFC 9562: "custom") over the name. */
export function stableId(name: string): string {
  const bytes = createHash('sha256').update(`blytz-demo:${name}`).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [8, 4, 4, 4, 12]
    .reduce<{ parts: string[]; at: number }>(
      ({ parts, at }, length) => ({
        parts: [...parts, hex.slice(at, at + length)],
        at: at + length,
      }),
      { parts: [], at: 0 },
    )
    .parts.join('-')
}
