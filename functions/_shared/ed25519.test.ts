import { describe, expect, it } from 'vitest'
import { createSigner } from './ed25519.ts'

// RFC 8032, section 7.1, test 2, with the fixed PKCS#8 prefix of an Ed25519 key.
const SEED = '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb'
const PUBLIC = '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c'
const SIGNATURE =
  '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'

const base64 = (hex: string) =>
  btoa(hex.replace(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16))))
const PKCS8 = base64(`302e020100300506032b657004220420${SEED}`)

describe('createSigner', () => {
  it('signs as RFC 8032 says, and tells the public half', async () => {
    const signer = await createSigner(PKCS8)
    expect(signer.publicKey).toBe(base64(PUBLIC))
    expect(await signer.sign('r')).toBe(base64(SIGNATURE))
    expect(signer.keyId).toMatch(/^[0-9a-f]{16}$/)
  })

  it('takes base64 of either alphabet', async () => {
    const other = PKCS8.replaceAll('+', '-').replaceAll('/', '_')
    expect((await createSigner(other)).publicKey).toBe(base64(PUBLIC))
  })

  it.each([
    ['nothing', ''],
    ['no base64', '%'],
    ['no key', btoa('hello')],
  ])('refuses %s', async (_what, key) => {
    await expect(createSigner(key)).rejects.toThrow()
  })
})
