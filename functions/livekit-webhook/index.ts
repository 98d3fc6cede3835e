import { z } from 'zod'
import { command } from '../_shared/commands.ts'
import { baseEnv, readEnv, secretKeyEnv } from '../_shared/env.ts'
import { livekitEnv, livekitOf } from '../_shared/livekit/env.ts'
import { createRooms } from '../_shared/livekit/rooms.ts'
import { secretClient } from '../_shared/supabase.ts'
import { createLivekitWebhook } from './handler.ts'

const env = readEnv(
  baseEnv.extend(secretKeyEnv.shape).extend(livekitEnv.shape),
  Deno.env.toObject(),
)
const database = secretClient(env.SUPABASE_URL, env.SUPABASE_SECRET_KEY)
const livekit = livekitOf(env)
const outcome = z.object({ first: z.boolean(), unwelcome: z.boolean() })

Deno.serve(
  createLivekitWebhook({
    allowedOrigins: env.ALLOWED_ORIGINS,
    livekit,
    rooms: livekit === null ? null : createRooms(livekit),
    record: ({ id, kind, room, at, detail }) =>
      command(
        database,
        'record_livekit_event',
        { p_id: id, p_kind: kind, p_room: room, p_at: at, p_detail: detail },
        outcome,
      ),
  }),
)
