import { connectDatabase } from '../_shared/db.ts'
import { baseEnv, databaseEnv, readEnv } from '../_shared/env.ts'
import { anonymousClient } from '../_shared/supabase.ts'
import { createHealth } from './handler.ts'

const CHECK_TIMEOUT_MS = 2_000

const env = readEnv(baseEnv.extend(databaseEnv.shape), Deno.env.toObject())
const database = connectDatabase(env.SUPABASE_DB_URL)
const api = anonymousClient(env.SUPABASE_URL, env.SUPABASE_PUBLISHABLE_KEY)

Deno.serve(
  createHealth({
    allowedOrigins: env.ALLOWED_ORIGINS,
    timeoutMs: CHECK_TIMEOUT_MS,
    checks: {
      database: async () => {
        await database.query('select 1')
      },
      rest: async (signal) => {
        await api.rpc('server_time').abortSignal(signal).throwOnError()
      },
    },
  }),
)
