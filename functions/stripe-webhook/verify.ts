/** Whether an event is Stripe's, of this minute, and meant for us. */
import Stripe from 'stripe'
import { HttpError } from '../_shared/errors.ts'

export type VerifyEvent = (payload: string, signature: string | null) => Promise<Stripe.Event>

const OLDEST_S = 300
/** The SDK has no bound on this side. */
const NEWEST_S = 60

function invalid(): HttpError {
  return new HttpError(400, 'invalid_signature', 'This event is not signed as it must be')
}

function signedAt(signature: string): number {
  const part = signature.split(',').find((each) => each.trim().startsWith('t='))
  return Number(part?.trim().slice(2))
}

/**
 * `secret`: of the endpoint, or of several, separated by commas: events of connected accounts have an endpoint of their own.
 * @throws {HttpError} 400 `invalid_signature` for no signature, a bad, an old or a future one; `wrong_mode`.
 */
export function createEventVerifier(
  stripe: Stripe,
  { secret, livemode }: { secret: string; livemode: boolean },
): VerifyEvent {
  const crypto = Stripe.createSubtleCryptoProvider()
  const secrets = secret.split(',').map((each) => each.trim())

  /** Undefined when it is not signed with this one. */
  async function signedWith(key: string, payload: string, signature: string) {
    try {
      return await stripe.webhooks.constructEventAsync(payload, signature, key, OLDEST_S, crypto)
    } catch (error) {
      if (
        error instanceof Stripe.errors.StripeSignatureVerificationError ||
        error instanceof SyntaxError
      )
        return undefined
      throw error
    }
  }

  return async (payload, signature) => {
    if (signature === null) throw invalid()
    let event: Stripe.Event | undefined
    for (const key of secrets) event ??= await signedWith(key, payload, signature)
    if (event === undefined) throw invalid()
    if (!(signedAt(signature) <= Date.now() / 1000 + NEWEST_S)) throw invalid()
    if (event.livemode !== livemode) {
      throw new HttpError(400, 'wrong_mode', 'This event is of the other mode')
    }
    return event
  }
}
