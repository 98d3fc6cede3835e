import type { RealtimeOptions } from './options.ts'

const BUCKETS = 12
const PAYLOAD_TOLERANCE_BYTES = 500

/**
 * Upstream's rate counter: events are collected into buckets, the rate is the average over the last twelve.
 * It triggers when a bucket closes, not at once, and clears the same way.
 */
export class RateCounter {
  readonly #limit: number
  readonly #bucketSeconds: number
  #current = 0
  #buckets: number[] = []
  #average = 0

  /** `limit` in events per second. */
  constructor(limit: number, bucketMs: number) {
    this.#limit = limit
    this.#bucketSeconds = bucketMs / 1000
  }

  add(events: number): void {
    this.#current += events
  }

  /** Closes the current bucket. */
  tick(): void {
    this.#buckets = [...this.#buckets, this.#current].slice(-BUCKETS)
    this.#current = 0
    const total = this.#buckets.reduce((sum, events) => sum + events, 0)
    this.#average = total / (this.#buckets.length * this.#bucketSeconds)
  }

  get triggered(): boolean {
    return this.#average >= this.#limit
  }

  /** Whether `events` more within this second would pass the limit. */
  wouldExceed(events: number): boolean {
    return this.#average + events > this.#limit
  }
}

/** The counters that one node keeps for the whole project. */
export class Limits {
  readonly messages: RateCounter
  readonly joins: RateCounter
  readonly presence: RateCounter
  readonly #maxPayloadBytes: number
  readonly #timer: NodeJS.Timeout

  constructor(options: RealtimeOptions) {
    const { rateBucketMs } = options
    this.messages = new RateCounter(options.maxMessagesPerSecond, rateBucketMs)
    this.joins = new RateCounter(options.maxJoinsPerSecond, rateBucketMs)
    this.presence = new RateCounter(options.maxPresencePerSecond, rateBucketMs)
    this.#maxPayloadBytes = options.maxPayloadKb * 1000 + PAYLOAD_TOLERANCE_BYTES
    this.#timer = setInterval(() => this.#tick(), rateBucketMs).unref()
  }

  payloadTooLarge(bytes: number): boolean {
    return bytes > this.#maxPayloadBytes
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #tick(): void {
    this.messages.tick()
    this.joins.tick()
    this.presence.tick()
  }
}

/** At most so many calls per window, counted from the first call of the window. */
export class CallWindow {
  readonly #maxCalls: number
  readonly #windowMs: number
  #calls = 0
  #resetAt = 0

  constructor(maxCalls: number, windowMs: number) {
    this.#maxCalls = maxCalls
    this.#windowMs = windowMs
  }

  /** Counts this call; false when it is one too many. */
  allow(): boolean {
    const now = performance.now()
    if (now > this.#resetAt) {
      this.#calls = 0
      this.#resetAt = now + this.#windowMs
    }
    this.#calls += 1
    return this.#calls <= this.#maxCalls
  }
}
