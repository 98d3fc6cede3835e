import { baseEnv, readEnv, secretKeyEnv } from '../_shared/env.ts'
import { connectStripe, stripeEnv } from '../_shared/stripe.ts'
import { secretClient } from '../_shared/supabase.ts'
import { createStripeWebhook } from './handler.ts'
import { createEventVerifier } from './verify.ts'

/** Stripe waits ten seconds, and asks again. */
const TIMEOUT_MS = 5_000

const env = readEnv(baseEnv.extend(secretKeyEnv.shape).extend(stripeEnv.shape), Deno.env.toObject())

function payments() {
  const { STRIPE_SECRET_KEY: key, STRIPE_WEBHOOK_SECRET: secret, STRIPE_API_BASE: base } = env
  if (key === undefined || secret === undefined) return null
  const stripe = connectStripe({ key, base, timeoutMs: TIMEOUT_MS })
  const livemode = /^[sr]k_live_/.test(key)
  return { stripe, verifyEvent: createEventVerifier(stripe, { secret, livemode }) }
}

Deno.serve(
  createStripeWebhook({
    allowedOrigins: env.ALLOWED_ORIGINS,
    client: secretClient(env.SUPABASE_URL, env.SUPABASE_SECRET_KEY),
    payments: payments(),
  }),
)
