/** The Phoenix message as Supabase Realtime uses it, independent of how it is serialized. */

/** The two serializers a socket chooses between with `?vsn=`. */
export type ProtocolVersion = '1.0.0' | '2.0.0'

export const TOPIC_PREFIX = 'realtime:'
export const HEARTBEAT_TOPIC = 'phoenix'

/** A broadcast whose body the server never looks into: its bytes go out as they came in. */
export interface UserBroadcast {
  event: string
  encoding: 'json' | 'raw'
  /** JSON text (UTF-8) or raw bytes, by `encoding`. */
  body: Uint8Array
}

interface FrameAddress {
  /** `ref` of the join this frame belongs to; null outside channels (heartbeats) and in some old clients. */
  joinRef: string | null
  ref: string | null
  /** Wire topic: `realtime:` + sub-topic, or `phoenix`. */
  topic: string
  event: string
}

/** One frame from a client. Only serializer 2.0.0 sends `user-broadcast` (binary type 3). */
export type ClientFrame =
  | (FrameAddress & { kind: 'message'; payload: unknown })
  | (FrameAddress & { kind: 'user-broadcast'; broadcast: UserBroadcast })

/** A frame nobody can read. The socket survives it: upstream logs and drops. */
export class MalformedFrameError extends Error {
  override name = 'MalformedWebSocketMessage'
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
