/** Where the video server is. All three or none: without them everything but video works. */
import { z } from 'zod'

export const livekitEnv = z.object({
  /** As browsers reach it: `wss://…` (`ws://` on one's own machine). The server API is at the same host. */
  LIVEKIT_URL: z
    .string()
    .regex(/^wss?:\/\//, 'expected ws:// or wss://')
    .optional(),
  LIVEKIT_API_KEY: z.string().optional(),
  LIVEKIT_API_SECRET: z.string().optional(),
})

export interface LiveKit {
  url: string
  apiKey: string
  apiSecret: string
}

/** Null while the environment names no video server. Throws when it names half of one. */
export function livekitOf(env: z.infer<typeof livekitEnv>): LiveKit | null {
  const { LIVEKIT_URL: url, LIVEKIT_API_KEY: apiKey, LIVEKIT_API_SECRET: apiSecret } = env
  if (url === undefined && apiKey === undefined && apiSecret === undefined) return null
  if (url === undefined || apiKey === undefined || apiSecret === undefined) {
    throw new Error('Set LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET, or none of them')
  }
  return { url, apiKey, apiSecret }
}
