/** The key that signs ledger digests on this machine: made once, kept with the stack's data, worth nothing elsewhere. */
import { generateKeyPairSync } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

function newKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519')
  return privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST'
}

/** PKCS#8, base64. Stacks that start at the same moment agree on one key: the first to finish writing wins. */
export function localSigningKey(path: string): string {
  mkdirSync(dirname(path), { recursive: true })
  const own = `${path}.${crypto.randomUUID()}`
  writeFileSync(own, newKey(), { mode: 0o600 })
  try {
    linkSync(own, path)
  } catch (error) {
    if (!isTaken(error)) throw error
  } finally {
    rmSync(own)
  }
  return readFileSync(path, 'utf8')
}
