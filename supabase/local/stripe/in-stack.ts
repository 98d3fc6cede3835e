/** The stand-in as a part of the embedded stack: started unless a real key is there, and what functions learn of it. */
import { type StripeStandIn, startStripeStandIn } from './stand-in.ts'

/** The edge function that takes Stripe's webhooks. */
const WEBHOOK_FUNCTION = 'stripe-webhook'

export interface StripeInStack {
  apiUrl: string
  /** Names of the functions of this checkout: without a webhook function nothing is sent. */
  functions: string[]
  /** 0 picks a free one. */
  port: number
  snapshotPath?: string | undefined
  log(message: string): void
}

/** @returns nothing when the shell has a real key: then the functions talk to Stripe itself. */
export async function startStripeInStack(
  options: StripeInStack,
  shell: NodeJS.ProcessEnv = process.env,
): Promise<StripeStandIn | undefined> {
  if (shell.STRIPE_SECRET_KEY) return undefined
  const takesWebhooks = options.functions.includes(WEBHOOK_FUNCTION)
  return startStripeStandIn({
    port: options.port,
    log: options.log,
    ...(takesWebhooks ? { webhookUrl: `${options.apiUrl}/functions/v1/${WEBHOOK_FUNCTION}` } : {}),
    ...(options.snapshotPath === undefined ? {} : { snapshotPath: options.snapshotPath }),
  })
}

/** For the edge functions: `STRIPE_API_BASE` is absent hosted, where the SDK's own default is right. */
export function stripeEnvironment(standIn: StripeStandIn): Record<string, string> {
  return {
    STRIPE_SECRET_KEY: standIn.secretKey,
    STRIPE_WEBHOOK_SECRET: standIn.webhookSecret,
    STRIPE_API_BASE: standIn.url,
  }
}
