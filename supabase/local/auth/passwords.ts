import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { AuthError, invalid } from './errors.ts'

/** As GoTrue: bcrypt's default. Tests may lower it. */
export const DEFAULT_COST = 10
/** bcrypt ignores what comes after 72 bytes, so longer passwords are refused. */
const MAX_BYTES = 72
const MAX_WORKERS = 2

export type HashRequest =
  | { id: number; kind: 'hash'; password: string; cost: number }
  | { id: number; kind: 'compare'; password: string; hash: string }
export type HashReply = { id: number; result: string | boolean } | { id: number; error: string }

type Pending = { resolve: (result: string | boolean) => void; reject: (error: Error) => void }
type HashJob =
  | { kind: 'hash'; password: string; cost: number }
  | { kind: 'compare'; password: string; hash: string }

/**
 * bcrypt in worker threads: one hash of cost 10 takes some 60 ms of CPU in plain JavaScript, which on the main thread
 * would hold up every other request of the stack. Workers start with the first password and do not keep Node alive.
 */
export class PasswordHasher {
  readonly #cost: number
  readonly #workers = new Map<number, Worker>()
  readonly #pending = new Map<number, Pending>()
  #nextId = 0
  /** A hash in form, of no password: comparing with it costs the same as with a real one. */
  readonly #nobodysHash: string

  constructor(cost = DEFAULT_COST) {
    this.#cost = cost
    this.#nobodysHash = `$2b$${String(cost).padStart(2, '0')}$${'.'.repeat(53)}`
  }

  async hash(password: string): Promise<string> {
    return String(await this.#run({ kind: 'hash', password, cost: this.#cost }))
  }

  /**
   * Whether the password belongs to the hash. Without a hash (unknown address, account without password) it does
   * the same work against nobody's hash, so that time says nothing about who has an account.
   */
  async verify(password: string, hash: string | null): Promise<boolean> {
    const matches = await this.#run({ kind: 'compare', password, hash: hash || this.#nobodysHash })
    return matches === true && Boolean(hash)
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#workers.values()].map((worker) => worker.terminate()))
    this.#workers.clear()
    this.#failPending(new Error('the password workers were stopped'))
  }

  #run(job: HashJob): Promise<string | boolean> {
    const id = this.#nextId++
    const { promise, resolve, reject } = Promise.withResolvers<string | boolean>()
    this.#pending.set(id, { resolve, reject })
    const worker = this.#workerFor(id)
    worker.ref()
    worker.postMessage({ id, ...job } satisfies HashRequest)
    return promise
  }

  #workerFor(id: number): Worker {
    const slot = id % Math.min(MAX_WORKERS, availableParallelism())
    const existing = this.#workers.get(slot)
    if (existing) return existing
    const worker = new Worker(new URL('./bcrypt-worker.ts', import.meta.url))
    worker.on('message', (reply: HashReply) => this.#settle(reply))
    worker.on('error', (error) => {
      this.#workers.delete(slot)
      this.#failPending(error instanceof Error ? error : new Error(String(error)))
    })
    this.#workers.set(slot, worker)
    return worker
  }

  #settle(reply: HashReply): void {
    const pending = this.#pending.get(reply.id)
    this.#pending.delete(reply.id)
    if (this.#pending.size === 0) for (const worker of this.#workers.values()) worker.unref()
    if ('error' in reply) pending?.reject(new Error(reply.error))
    else pending?.resolve(reply.result)
  }

  #failPending(error: Error): void {
    for (const pending of this.#pending.values()) pending.reject(error)
    this.#pending.clear()
  }
}

/** @throws validation_failed (too long), weak_password with reason `length` */
export function checkPasswordStrength(password: string, minimumLength: number): void {
  if (Buffer.byteLength(password) > MAX_BYTES) {
    throw invalid(`Password cannot be longer than ${MAX_BYTES} characters`)
  }
  const weakness = passwordWeakness(password, minimumLength)
  if (weakness) {
    throw new AuthError(422, 'weak_password', weakness.message, {
      weakPasswordReasons: weakness.reasons,
    })
  }
}

/** What makes a password weak by today's rules; null when nothing does. */
export function passwordWeakness(
  password: string,
  minimumLength: number,
): { message: string; reasons: string[] } | null {
  if (Buffer.byteLength(password) >= minimumLength) return null
  return {
    message: `Password should be at least ${minimumLength} characters.`,
    reasons: ['length'],
  }
}

/** A password nobody knows, for accounts that were made without one. */
export function randomPassword(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(36))).toString('base64url')
}
