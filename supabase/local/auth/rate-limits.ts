import type { StackConfig } from '../types.ts'
import { tooMany } from './errors.ts'

const FIVE_MINUTES = 5 * 60
const HOUR = 60 * 60
/** Above this many known addresses, full buckets are forgotten: they carry no information. */
const PRUNE_ABOVE = 10_000

/** A token bucket per key, in memory: starts full, holds `capacity`, refills evenly over `seconds`. */
export class TokenBuckets {
  readonly #capacity: number
  readonly #refillPerMs: number
  readonly #buckets = new Map<string, { tokens: number; at: number }>()

  constructor(capacity: number, seconds: number) {
    this.#capacity = capacity
    this.#refillPerMs = capacity / (seconds * 1000)
  }

  /** Takes one token for `key`; false when there is none left. `now` in milliseconds, monotonic. */
  take(key: string, now = performance.now()): boolean {
    const tokens = this.#available(key, now)
    if (tokens < 1) return false
    this.#buckets.set(key, { tokens: tokens - 1, at: now })
    if (this.#buckets.size > PRUNE_ABOVE) this.#prune(now)
    return true
  }

  #available(key: string, now: number): number {
    const bucket = this.#buckets.get(key)
    if (!bucket) return this.#capacity
    return Math.min(this.#capacity, bucket.tokens + (now - bucket.at) * this.#refillPerMs)
  }

  #prune(now: number): void {
    for (const key of this.#buckets.keys()) {
      if (this.#available(key, now) >= this.#capacity) this.#buckets.delete(key)
    }
  }
}

/** Endpoints that GoTrue limits per address, each with its own bucket. */
export type LimitedRoute =
  | 'signup'
  | 'recover'
  | 'resend'
  | 'magiclink'
  | 'otp'
  | 'user'
  | 'token'
  | 'verify'

/** All limits of one service instance (https://supabase.com/docs/guides/auth/rate-limits). */
export class RateLimits {
  readonly #routes: Record<LimitedRoute, TokenBuckets>
  readonly #emails: TokenBuckets

  constructor(limits: StackConfig['auth']['rateLimit']) {
    const perFiveMinutes = (count: number) => new TokenBuckets(count, FIVE_MINUTES)
    this.#routes = {
      signup: perFiveMinutes(limits.signInSignUps),
      recover: perFiveMinutes(limits.signInSignUps),
      resend: perFiveMinutes(limits.signInSignUps),
      magiclink: perFiveMinutes(limits.signInSignUps),
      otp: perFiveMinutes(limits.signInSignUps),
      user: perFiveMinutes(limits.signInSignUps),
      token: perFiveMinutes(limits.tokenRefresh),
      verify: perFiveMinutes(limits.tokenVerifications),
    }
    this.#emails = new TokenBuckets(limits.emailSent, HOUR)
  }

  /** @throws over_request_rate_limit */
  takeRequest(route: LimitedRoute, address: string): void {
    if (!this.#routes[route].take(address)) {
      throw tooMany('over_request_rate_limit', 'Request rate limit reached')
    }
  }

  /** The e-mail limit counts for the whole project, not per address. @throws over_email_send_rate_limit */
  takeEmail(): void {
    if (!this.#emails.take('project')) {
      throw tooMany('over_email_send_rate_limit', 'email rate limit exceeded')
    }
  }
}
