/** Video as a part of the embedded stack: a real livekit-server where one is installed, nothing where not. */
import { setTimeout as delay } from 'node:timers/promises'
import { findLivekitServer, versionOf } from './binary.ts'
import {
  DEV_KEY,
  DEV_SECRET,
  type LivekitPorts,
  type LivekitProcess,
  startLivekitProcess,
} from './process.ts'

/** The edge function that takes the server's webhooks. */
const WEBHOOK_FUNCTION = 'livekit-webhook'
const RESTART_DELAY_MS = 1_000

export interface LivekitInStack {
  apiUrl: string
  functions: string[]
  ports: LivekitPorts
  log(message: string): void
  debug(message: string): void
}

export interface VideoServer {
  url: string
  version: string
  stop(): Promise<void>
}

/** @returns nothing when the shell names a video server (functions use that one), or none is installed or can start. */
export async function startLivekitInStack(
  options: LivekitInStack,
  shell: NodeJS.ProcessEnv = process.env,
): Promise<VideoServer | undefined> {
  if (shell.LIVEKIT_URL) return undefined
  const binary = await findLivekitServer(shell.PATH)
  if (binary === undefined) return undefined
  const takesWebhooks = options.functions.includes(WEBHOOK_FUNCTION)
  const start = () =>
    startLivekitProcess({
      binary,
      ports: options.ports,
      webhookUrl: takesWebhooks ? `${options.apiUrl}/functions/v1/${WEBHOOK_FUNCTION}` : undefined,
      onLine: options.debug,
    })
  try {
    const version = await versionOf(binary)
    const stop = await supervise(start, options.log)
    return { url: `ws://127.0.0.1:${options.ports.http}`, version, stop }
  } catch (error) {
    // A port that is taken, a program of another kind: no reason to go without the rest.
    options.log(`no video: ${error instanceof Error ? error.message : error}`)
    return undefined
  }
}

/** Starts it, and again when it ends by itself. @returns how to end it for good. */
async function supervise(
  start: () => Promise<LivekitProcess>,
  log: (message: string) => void,
): Promise<() => Promise<void>> {
  const stopping = new AbortController()
  let current = await start()
  async function keep(): Promise<void> {
    while (!stopping.signal.aborted) {
      const how = await current.ended
      if (stopping.signal.aborted) return
      log(`livekit-server ended with ${how}; starting it again`)
      await delay(RESTART_DELAY_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
      if (stopping.signal.aborted) return
      current = await start().catch((error: unknown) => {
        log(String(error))
        return { ended: Promise.resolve('a failed start'), stop: async () => undefined }
      })
    }
  }
  const kept = keep()
  return async () => {
    stopping.abort()
    await current.stop()
    await kept
    // One that was on its way up meanwhile.
    await current.stop()
  }
}

/** For the edge functions. */
export function livekitEnvironment(server: Pick<VideoServer, 'url'>): Record<string, string> {
  return {
    LIVEKIT_URL: server.url,
    LIVEKIT_API_KEY: DEV_KEY,
    LIVEKIT_API_SECRET: DEV_SECRET,
  }
}
