/**
 * A connection to a show's room that keeps itself: it asks for a token, connects, asks again before the token runs out,
 * comes back after a loss, and ends when it is refused. No React here; `use-room-session.ts` ties it to a page.
 */
import { DisconnectReason, type Room, RoomEvent } from 'livekit-client'
import { functionCode } from '../../../lib/call-function.ts'
import { type ErrorCode, toAppError } from '../../../lib/errors.ts'
import { stopScreenWith } from './stop-screen.ts'
import type { StreamToken } from './stream-token.ts'

export type RoomPhase =
  | 'connecting'
  | 'connected'
  /** Lost, and being found again. */
  | 'reconnecting'
  /** Banned: no token any more. */
  | 'kept out'
  /** The show is over, or not live. */
  | 'over'
  /** The same host is on air in another tab or on another device. */
  | 'elsewhere'
  /** There is no video server. */
  | 'unavailable'

export interface RoomSession {
  readonly room: Room
  phase(): RoomPhase
  subscribe(listener: () => void): () => void
  /** Ends the connection for good. */
  stop(): void
}

export interface RoomSessionOptions {
  room: Room
  fetchToken(): Promise<StreamToken>
  /** Milliseconds; the device's own clock is compared only with itself. */
  now?: () => number
}

/** Asked again when this much of a token's life is over. */
const RENEW_AT = 0.8
const FIRST_DELAY_MS = 500
const LONGEST_DELAY_MS = 15_000

/** What a refused token means for the connection; null when trying again may help. */
function phaseForRefusal(code: ErrorCode, own: string | null): RoomPhase | null {
  if (own === 'video_unavailable') return 'unavailable'
  if (code === 'KBANN' || code === '42501') return 'kept out'
  return code === 'STATE' || code === 'NOFND' ? 'over' : null
}

export function startRoomSession({
  room,
  fetchToken,
  now = Date.now,
}: RoomSessionOptions): RoomSession {
  const listeners = new Set<() => void>()
  const timers = new Set<ReturnType<typeof setTimeout>>()
  let phase: RoomPhase = 'connecting'
  let pauseMs = FIRST_DELAY_MS
  let stopped = false
  /** An attempt is under way or waits for its turn: a loss meanwhile is the attempt's own. */
  let attempting = false

  function enter(next: RoomPhase): void {
    if (phase === next) return
    phase = next
    for (const listener of listeners) listener()
  }

  function later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer)
      if (!stopped) run()
    }, ms)
    timers.add(timer)
  }

  /** Camera and microphone go on: they belong to the preview, and the next connection sends them again. */
  function leave(): void {
    void room.disconnect(false)
  }

  function end(as: RoomPhase): void {
    stopped = true
    for (const timer of timers) clearTimeout(timer)
    room.off(RoomEvent.Disconnected, onDisconnected)
    removeEventListener('pagehide', leave)
    leave()
    enter(as)
  }

  /** The token, or what its refusal means; null when a later attempt may help. */
  async function token(): Promise<StreamToken | null> {
    try {
      return await fetchToken()
    } catch (error) {
      const refusal = phaseForRefusal(toAppError(error).code, functionCode(error))
      if (refusal !== null && !stopped) end(refusal)
      return null
    }
  }

  function tryAgain(): void {
    attempting = !stopped
    if (stopped) return
    // Ten thousand viewers must not come back in the same instant.
    later(pauseMs * (0.5 + Math.random() / 2), () => void connect())
    pauseMs = Math.min(pauseMs * 2, LONGEST_DELAY_MS)
  }

  function renewBefore(expiresAt: string): void {
    const lifeMs = Math.max(0, Date.parse(expiresAt) - now())
    later(Math.max(lifeMs * RENEW_AT, 1_000), async () => {
      // The open connection goes on by itself; what counts is whether it still may.
      const fresh = await token()
      if (stopped) return
      if (fresh === null) later(LONGEST_DELAY_MS, () => renewBefore(expiresAt))
      else renewBefore(fresh.expires_at)
    })
  }

  async function connect(): Promise<void> {
    attempting = true
    const granted = await token()
    if (stopped) return
    if (granted === null) return tryAgain()
    try {
      await room.connect(granted.url, granted.token)
    } catch {
      return tryAgain()
    }
    if (stopped) return leave()
    attempting = false
    pauseMs = FIRST_DELAY_MS
    for (const timer of timers) clearTimeout(timer)
    timers.clear()
    renewBefore(granted.expires_at)
    enter('connected')
  }

  function onDisconnected(reason?: DisconnectReason): void {
    if (stopped || attempting) return
    if (reason === DisconnectReason.DUPLICATE_IDENTITY) {
      end('elsewhere')
      return
    }
    enter('reconnecting')
    // Removed or closed: the next token, or its refusal, says what it means.
    tryAgain()
  }

  room.on(RoomEvent.Disconnected, onDisconnected)
  room.on(RoomEvent.Reconnecting, () => enter('reconnecting'))
  room.on(RoomEvent.Reconnected, () => enter('connected'))
  stopScreenWith(room)
  addEventListener('pagehide', leave)
  void connect()

  return {
    room,
    phase: () => phase,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop: () => end('over'),
  }
}
