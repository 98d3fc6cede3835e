/** `Stripe-Signature`: https://docs.stripe.com/webhooks#verify-manually */
import { createHmac } from 'node:crypto'

/** Signs `payload` as sent at `timestamp` (Unix seconds): `t=…,v1=…`. */
export function signature(payload: string, secret: string, timestamp: number): string {
  const digest = createHmac('sha256', secret).update(`${timestamp}.${payload}`).digest('hex')
  return `t=${timestamp},v1=${digest}`
}
