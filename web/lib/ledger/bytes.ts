/** Bytes, their spellings and SHA-256, with what browsers, Node and Deno share. */

const encoder = new TextEncoder()

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text)
}

export function toHex(bytes: Uint8Array): string {
  return bytes.reduce((text, byte) => text + byte.toString(16).padStart(2, '0'), '')
}

/** Undefined unless `text` is base64 of RFC 4648, padded. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text))
    return undefined
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  // The last character of "QQ==" and of "QR==" means the same byte: only one spelling counts.
  return btoa(String.fromCharCode(...bytes)) === text ? bytes : undefined
}

export async function sha256(...parts: Uint8Array[]): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', whole))
}
