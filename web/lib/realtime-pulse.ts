import type { RealtimeClientLike, RealtimeSocketLike } from './realtime-client.ts'

/**
 * Is the socket alive? A quiet auction sends nothing for minutes, so silence alone proves nothing:
 * after QUIET_MS without a word a heartbeat asks, and after SILENT_MS the socket counts as unhealthy.
 * The library's own heartbeat (25 s, and as long again for the reply) is far too slow for bidding.
 */
const QUIET_MS = 2_000
/** UX.md: no message or heartbeat for 5 s is stale. */
const SILENT_MS = 5_000
/** Then the socket is given up: a second heartbeat on top of a pending one makes the library reconnect. */
const DEAD_MS = 10_000
const CHECK_MS = 500

export interface Pulse {
  /** Something was heard on the socket just now. */
  heard(): void
  /** Calls back when health changes; returns the end of that. */
  watch(onHealth: (healthy: boolean) => void): () => void
}

const pulses = new WeakMap<RealtimeSocketLike, Pulse>()

/** The one pulse of a client's socket: `onHeartbeat` has room for a single listener. */
export function pulseOf(client: RealtimeClientLike): Pulse {
  const known = pulses.get(client.realtime)
  if (known !== undefined) return known
  const made = createPulse(client.realtime)
  pulses.set(client.realtime, made)
  return made
}

function createPulse(socket: RealtimeSocketLike): Pulse {
  const watchers = new Set<(healthy: boolean) => void>()
  let heardAt = performance.now()
  let healthy = true
  let timer: ReturnType<typeof setInterval> | undefined

  function setHealthy(next: boolean): void {
    if (next === healthy) return
    healthy = next
    for (const watcher of [...watchers]) watcher(next)
  }

  function heard(): void {
    heardAt = performance.now()
    setHealthy(true)
  }

  function check(): void {
    const silence = performance.now() - heardAt
    if (silence >= SILENT_MS) setHealthy(false)
    // Not connected: the channels report that themselves.
    if (!socket.isConnected()) return
    const asked = socket.pendingHeartbeatRef !== null
    if (asked ? silence >= DEAD_MS : silence >= QUIET_MS) void socket.sendHeartbeat()
  }

  /** The device knows that it has no network: no need to wait for silence. */
  function onOffline(): void {
    setHealthy(false)
  }

  socket.onHeartbeat((status) => {
    if (status === 'ok') heard()
  })

  return {
    heard,
    watch(onHealth) {
      if (watchers.size === 0) {
        heardAt = performance.now()
        healthy = true
        timer = setInterval(check, CHECK_MS)
        window.addEventListener('offline', onOffline)
      }
      watchers.add(onHealth)
      return () => {
        watchers.delete(onHealth)
        if (watchers.size > 0) return
        clearInterval(timer)
        window.removeEventListener('offline', onOffline)
      }
    },
  }
}
