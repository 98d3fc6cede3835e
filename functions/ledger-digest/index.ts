import { z } from 'zod'
import { createSigner } from '../_shared/ed25519.ts'
import { baseEnv, readEnv, secretKeyEnv } from '../_shared/env.ts'
import { anonymousClient, secretClient } from '../_shared/supabase.ts'
import { createLedgerDigest } from './handler.ts'
import { createDigestStore } from './store.ts'

const schema = baseEnv
  .extend(secretKeyEnv.shape)
  .extend({ LEDGER_SIGNING_KEY: z.string().optional() })

const env = readEnv(schema, Deno.env.toObject())
const key = env.LEDGER_SIGNING_KEY

Deno.serve(
  createLedgerDigest({
    allowedOrigins: env.ALLOWED_ORIGINS,
    secretKey: env.SUPABASE_SECRET_KEY,
    signer: key === undefined ? null : () => createSigner(key),
    store: createDigestStore(
      anonymousClient(env.SUPABASE_URL, env.SUPABASE_PUBLISHABLE_KEY),
      secretClient(env.SUPABASE_URL, env.SUPABASE_SECRET_KEY),
    ),
  }),
)
