import { command } from '../_shared/commands.ts'
import { baseEnv, readEnv } from '../_shared/env.ts'
import { bearerToken, createVerifier } from '../_shared/jwt.ts'
import { livekitEnv, livekitOf } from '../_shared/livekit/env.ts'
import { streamAccess } from '../_shared/livekit/token.ts'
import { anonymousClient, callerClient } from '../_shared/supabase.ts'
import { createLivekitToken } from './handler.ts'

const env = readEnv(baseEnv.extend(livekitEnv.shape), Deno.env.toObject())
const { SUPABASE_URL: url, SUPABASE_PUBLISHABLE_KEY: key } = env
const anonymous = anonymousClient(url, key)
const verify = createVerifier(anonymous)

Deno.serve(
  createLivekitToken({
    allowedOrigins: env.ALLOWED_ORIGINS,
    livekit: livekitOf(env),
    now: Date.now,
    async isSignedIn(request) {
      if (bearerToken(request, env) === null) return false
      await verify(request)
      return true
    },
    async access(request, showId, guest) {
      const token = bearerToken(request, env)
      const client = token === null ? anonymous : callerClient(url, key, token)
      const args = { p_show_id: showId, p_guest: guest }
      return command(client, 'stream_access', args, streamAccess)
    },
  }),
)
