/** The same POST twice has one effect: https://docs.stripe.com/api/idempotent_requests */
import { createHash } from 'node:crypto'
import type { IdempotencyRecord, World } from '../state/world.ts'
import { StripeFailure } from './errors.ts'

const KEPT_MS = 24 * 3600 * 1000
const MAX_KEY = 255

function refusal(status: number, message: string, code?: string): StripeFailure {
  const body = { type: 'idempotency_error', message, ...(code ? { code } : {}) } as const
  return new StripeFailure(status, body, { beforeExecution: true })
}

function requireSame(record: IdempotencyRecord, key: string, path: string, hash: string): void {
  const hint = `Try using a key other than '${key}' if you meant to execute a different request.`
  if (record.path !== path) {
    throw refusal(
      400,
      `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${path}' vs '${record.path}'). ${hint}`,
    )
  }
  if (record.paramsHash !== hash) {
    throw refusal(
      400,
      `Keys for idempotent requests can only be used with the same parameters they were first used with. ${hint}`,
    )
  }
}

export interface Attempt {
  /** The first answer, if this is a repetition. */
  replay?: { status: number; body: string; requestId: string }
  /** Keeps the answer for repetitions. */
  finish(status: number, body: string): void
  /** The request did not begin: the key is free again. */
  forget(): void
}

/**
 * Claims `key` for a request with this body.
 * @throws {StripeFailure} 400 for a key used with something else, 409 while the first request is under way.
 */
export function beginIdempotent(
  world: World,
  request: { account: string; key: string; path: string; body: string; requestId: string },
): Attempt {
  const { account, key, path, body, requestId } = request
  if (key.length > MAX_KEY) {
    throw refusal(400, `Idempotency keys can have up to ${MAX_KEY} characters.`)
  }
  const slot = `${account} ${key}`
  const now = world.clock.ms()
  const paramsHash = createHash('sha256').update(body).digest('hex')
  const known = world.idempotency[slot]
  const forget = () => {
    delete world.idempotency[slot]
  }
  if (known && now - known.createdMs < KEPT_MS) {
    requireSame(known, key, path, paramsHash)
    if (known.response === undefined) {
      throw refusal(
        409,
        `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
        'idempotency_key_in_use',
      )
    }
    const replay = { ...known.response, requestId: known.requestId }
    return { replay, finish: () => undefined, forget: () => undefined }
  }
  const record: IdempotencyRecord = { path, paramsHash, requestId, createdMs: now }
  world.idempotency[slot] = record
  return {
    finish(status, text) {
      record.response = { status, body: text }
    },
    forget,
  }
}

/** Keys of requests that a crash cut short: their effects, if any, were not kept either. */
export function forgetUnfinished(world: World): void {
  for (const [slot, record] of Object.entries(world.idempotency)) {
    if (record.response === undefined) delete world.idempotency[slot]
  }
}
