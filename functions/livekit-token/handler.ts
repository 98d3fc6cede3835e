/** A token for a show's video room. The database decides whether and as what; this only signs. */
import { z } from 'zod'
import { createHandler, type EndpointOptions, type Handler } from '../_shared/http.ts'
import type { LiveKit } from '../_shared/livekit/env.ts'
import { type StreamAccess, signToken } from '../_shared/livekit/token.ts'
import { requireLiveKit } from '../_shared/livekit/unavailable.ts'
import { guestOf } from './guest.ts'

export interface LivekitTokenDependencies
  extends Pick<EndpointOptions, 'allowedOrigins' | 'write'> {
  livekit: LiveKit | null
  /** `stream_access` with the caller's own session, or with nobody's. Rejects with its refusal. */
  access(request: Request, showId: string, guest: string | null): Promise<StreamAccess>
  /** True when the request carries somebody's session. Throws 401 `unauthorized` for a bad one. */
  isSignedIn(request: Request): Promise<boolean>
  /** Milliseconds. */
  now(): number
}

const body = z.object({ show_id: z.uuid() })

/**
 * POST `{show_id}` → `{url, token, identity, role, expires_at}`. Errors: 400 `invalid_input`, 401 `unauthorized`,
 * 503 `video_unavailable`, and those of `stream_access`: NOFND, STATE {status}, KBANN, RTLIM {retry_after_ms}.
 */
export function createLivekitToken(dependencies: LivekitTokenDependencies): Handler {
  const { livekit, access, isSignedIn, now, ...options } = dependencies
  return createHandler({ ...options, name: 'livekit-token', methods: ['POST'] }, async (call) => {
    const { show_id } = await call.json(body)
    const server = requireLiveKit(livekit)
    const guest = (await isSignedIn(call.request))
      ? null
      : await guestOf(call.request, server.apiSecret)
    const granted = await access(call.request, show_id, guest)
    return signToken(server, granted, now())
  })
}
