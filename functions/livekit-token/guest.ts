/**
 * What requests without a session are counted by: a keyed digest of the address that the platform's edge saw, so that
 * neither the database nor anybody who guesses addresses learns one.
 */
export async function guestOf(request: Request, secret: string): Promise<string> {
  // All but the last hop of x-forwarded-for is the caller's word.
  const hops = request.headers.get('x-forwarded-for')?.split(',')
  const address = request.headers.get('cf-connecting-ip') ?? hops?.at(-1)?.trim() ?? 'unknown'
  const bytes = (text: string) => new TextEncoder().encode(text)
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', bytes(secret), algorithm, false, ['sign'])
  const digest = await crypto.subtle.sign('HMAC', key, bytes(`blytz-guest|${address}`))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
