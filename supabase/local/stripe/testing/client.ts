/** The SDK as the project uses it, pointed at a stand-in. */
import Stripe from 'stripe'
import type { StripeStandIn } from '../stand-in.ts'

export function clientOf(standIn: StripeStandIn, config: Stripe.StripeConfig = {}): Stripe {
  const { hostname, port } = new URL(standIn.url)
  return new Stripe(standIn.secretKey, {
    host: hostname,
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
    ...config,
  })
}

/** The error of a call that must fail. */
export async function refusal(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const result = await call.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (result instanceof Stripe.errors.StripeError) return result
  throw new Error(result === undefined ? 'it was not refused' : `not a Stripe error: ${result}`)
}
