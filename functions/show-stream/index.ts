import { z } from 'zod'
import { command } from '../_shared/commands.ts'
import { baseEnv, readEnv, secretKeyEnv } from '../_shared/env.ts'
import { createVerifier } from '../_shared/jwt.ts'
import { livekitEnv, livekitOf } from '../_shared/livekit/env.ts'
import { createIngresses } from '../_shared/livekit/ingress.ts'
import { createRecordings, recordingEnv } from '../_shared/livekit/recordings.ts'
import { createRooms } from '../_shared/livekit/rooms.ts'
import { anonymousClient, callerClient, secretClient } from '../_shared/supabase.ts'
import { desk } from './actions.ts'
import { createShowStream } from './handler.ts'

const env = readEnv(
  baseEnv.extend(secretKeyEnv.shape).extend(livekitEnv.shape).extend(recordingEnv.shape),
  Deno.env.toObject(),
)
const { SUPABASE_URL: url, SUPABASE_PUBLISHABLE_KEY: key } = env
const database = secretClient(url, env.SUPABASE_SECRET_KEY)

Deno.serve(
  createShowStream({
    allowedOrigins: env.ALLOWED_ORIGINS,
    verify: createVerifier(anonymousClient(url, key)),
    livekit: livekitOf(env),
    stage: (livekit) => ({
      rooms: createRooms(livekit),
      ingresses: createIngresses(livekit),
      recordings: createRecordings(livekit, env),
      setIngress: (room, next, replaces) =>
        command(
          database,
          'set_ingress',
          {
            ...{ p_show_id: room, p_ingress_id: next?.id ?? null, p_kind: next?.kind ?? null },
            p_replaces: replaces,
          },
          z.unknown(),
        ),
      setRecording: (room, next, replaces) =>
        command(
          database,
          'set_recording',
          { p_show_id: room, p_egress_id: next, p_replaces: replaces },
          z.unknown(),
        ),
    }),
    desk(token, asked) {
      const args = {
        ...{ p_show_id: asked.show_id, p_action: asked.action },
        p_user_id: 'user_id' in asked ? asked.user_id : null,
      }
      return command(callerClient(url, key, token), 'stream_desk', args, desk)
    },
  }),
)
