import { createDisputeStore } from '../_shared/disputes.ts'
import { baseEnv, readEnv, secretKeyEnv } from '../_shared/env.ts'
import type { JobHandlers } from '../_shared/jobs.ts'
import { livekitEnv, livekitOf } from '../_shared/livekit/env.ts'
import { recordingEnv } from '../_shared/livekit/recordings.ts'
import { createPaymentStore } from '../_shared/payment-store.ts'
import { createReconciliationStore } from '../_shared/reconcile.ts'
import { createRefundStore } from '../_shared/refund-store.ts'
import { paymentReturnUrl } from '../_shared/return-urls.ts'
import { connectStripe, stripeEnv } from '../_shared/stripe.ts'
import { secretClient } from '../_shared/supabase.ts'
import { createFiles, fileJobs } from './files.ts'
import { createJobs } from './handler.ts'
import { moneyJobs } from './money.ts'
import { createJobQueue } from './queue.ts'
import { videoJobs } from './stream.ts'

const env = readEnv(
  baseEnv
    .extend(secretKeyEnv.shape)
    .extend(stripeEnv.shape)
    .extend(livekitEnv.shape)
    .extend(recordingEnv.shape),
  Deno.env.toObject(),
)
const client = secretClient(env.SUPABASE_URL, env.SUPABASE_SECRET_KEY)

function money(): JobHandlers {
  const key = env.STRIPE_SECRET_KEY
  // Without payments their jobs wait; nothing else does.
  if (key === undefined) return {}
  return moneyJobs({
    stripe: connectStripe({ key, base: env.STRIPE_API_BASE }),
    store: createPaymentStore(client),
    refunds: createRefundStore(client),
    disputes: createDisputeStore(client),
    reconciliation: createReconciliationStore(client),
    returnUrl: paymentReturnUrl(env.SUPABASE_URL),
  })
}

Deno.serve(
  createJobs({
    allowedOrigins: env.ALLOWED_ORIGINS,
    secretKey: env.SUPABASE_SECRET_KEY,
    queue: createJobQueue(client),
    handlers: {
      ...money(),
      ...videoJobs(livekitOf(env), env, client),
      ...fileJobs(createFiles(client), env.RECORDING_S3_BUCKET),
    },
  }),
)
