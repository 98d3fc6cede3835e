import { createAccountStore } from '../_shared/accounts.ts'
import { baseEnv, readEnv, secretKeyEnv } from '../_shared/env.ts'
import { createVerifier } from '../_shared/jwt.ts'
import { connectStripe, stripeEnv } from '../_shared/stripe.ts'
import { anonymousClient, secretClient } from '../_shared/supabase.ts'
import { createStripeConnect } from './handler.ts'

const env = readEnv(baseEnv.extend(secretKeyEnv.shape).extend(stripeEnv.shape), Deno.env.toObject())
const { SUPABASE_URL: url, SUPABASE_PUBLISHABLE_KEY: publishableKey } = env
const key = env.STRIPE_SECRET_KEY

Deno.serve(
  createStripeConnect({
    allowedOrigins: env.ALLOWED_ORIGINS,
    appOrigin: env.ALLOWED_ORIGINS[0] ?? url,
    selfUrl: `${url}/functions/v1/stripe-connect`,
    stripe:
      key === undefined ? null : connectStripe({ key, base: env.STRIPE_API_BASE, retries: 2 }),
    store: createAccountStore(secretClient(url, env.SUPABASE_SECRET_KEY)),
    verifyCaller: createVerifier(anonymousClient(url, publishableKey)),
  }),
)
