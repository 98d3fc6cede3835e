import { AccessToken } from 'livekit-server-sdk'
import { z } from 'zod'
import type { LiveKit } from './env.ts'
import { grantsOf, STREAM_ROLES, TOKEN_LIFETIME_S } from './grants.ts'

/** What `stream_access` answers. */
export const streamAccess = z.object({
  room: z.string(),
  role: z.enum(STREAM_ROLES),
  identity: z.string(),
  name: z.string(),
})
export type StreamAccess = z.infer<typeof streamAccess>

export interface StreamToken {
  url: string
  token: string
  identity: string
  role: StreamAccess['role']
  /** ISO 8601. */
  expires_at: string
}

/** Signs what the database has decided. `now` is in milliseconds. */
export async function signToken(
  { url, apiKey, apiSecret }: LiveKit,
  { room, role, identity, name }: StreamAccess,
  now: number,
): Promise<StreamToken> {
  const token = new AccessToken(apiKey, apiSecret, {
    identity,
    name,
    ttl: TOKEN_LIFETIME_S,
    attributes: { role },
  })
  token.addGrant(grantsOf(role, room))
  const expires = new Date(now + TOKEN_LIFETIME_S * 1000)
  return { url, token: await token.toJwt(), identity, role, expires_at: expires.toISOString() }
}
