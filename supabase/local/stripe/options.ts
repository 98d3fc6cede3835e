export interface StandInOptions {
  /** Default 0: a free one. */
  port?: number
  /** Default {@link STAND_IN_SECRET_KEY}. Must begin with `sk_test_`. */
  secretKey?: string
  /** Where to send every event, platform and connected accounts alike; none by default. */
  webhookUrl?: string
  /** Default {@link STAND_IN_WEBHOOK_SECRET}. */
  webhookSecret?: string
  /** Seconds between the attempts to deliver one event. Stripe takes hours, which nobody waits for here. */
  webhookRetrySeconds?: readonly number[]
  /** A JSON file that keeps the state over restarts. */
  snapshotPath?: string
  log?(message: string): void
}

/** Known to everybody, worth nothing: it opens only the stand-in on this machine. */
export const STAND_IN_SECRET_KEY = 'sk_test_local_stand_in'
export const STAND_IN_WEBHOOK_SECRET = 'whsec_local_stand_in'

export const DEFAULT_RETRY_SECONDS: readonly number[] = [1, 5, 30, 300, 3600]
/** An answer later than this is a failed delivery. */
export const WEBHOOK_TIMEOUT_MS = 10_000
