/** Signs with Ed25519 and knows how a key is called. Keys and signatures travel as base64. */

export interface Signer {
  /** The 32 bytes of the public key. */
  publicKey: string
  /** The first 16 hex digits of SHA-256 of the public key. */
  keyId: string
  /** Over the text in UTF-8. */
  sign(text: string): Promise<string>
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const plain = text.replace(/-/g, '+').replace(/_/g, '/')
  return Uint8Array.from(atob(plain), (character) => character.charCodeAt(0))
}

/** Throws when the text is not an Ed25519 private key (PKCS#8, DER, base64). */
export async function createSigner(pkcs8: string): Promise<Signer> {
  // Extractable only so that the public half can be told; it never leaves this function.
  const key = await crypto.subtle.importKey('pkcs8', fromBase64(pkcs8), 'Ed25519', true, ['sign'])
  const { x } = await crypto.subtle.exportKey('jwk', key)
  if (x === undefined) throw new TypeError('The private key does not tell its public half')
  const publicKey = fromBase64(x)
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', publicKey))
  const keyId = [...hash.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return {
    publicKey: toBase64(publicKey),
    keyId,
    async sign(text) {
      const bytes = new TextEncoder().encode(text)
      return toBase64(new Uint8Array(await crypto.subtle.sign('Ed25519', key, bytes)))
    },
  }
}
