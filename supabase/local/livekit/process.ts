/** One livekit-server process on loopback, in its development mode. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'

/** The placeholder keys of `--dev`. */
export const DEV_KEY = 'devkey'
export const DEV_SECRET = 'secret'

const READY_TIMEOUT_MS = 20_000
const READY_POLL_MS = 100
const STOP_TIMEOUT_MS = 3_000

export interface LivekitPorts {
  /** Signalling and server API. */
  http: number
  /** Media, where UDP does not get through. */
  tcp: number
  /** Media of all participants. */
  udp: number
}

export interface LivekitProcessOptions {
  binary: string
  ports: LivekitPorts
  /** Where room events go; signed with the development key. */
  webhookUrl: string | undefined
  onLine(line: string): void
}

export interface LivekitProcess {
  /** Resolves with what ended it, e.g. `code 1` or `signal SIGKILL`. */
  ended: Promise<string>
  stop(): Promise<void>
}

function configuration({ ports, webhookUrl }: LivekitProcessOptions): string {
  return JSON.stringify({
    port: ports.http,
    rtc: { tcp_port: ports.tcp, udp_port: ports.udp, enable_loopback_candidate: true },
    ...(webhookUrl === undefined ? {} : { webhook: { api_key: DEV_KEY, urls: [webhookUrl] } }),
  })
}

/** Resolves when the server answers. Rejects when it ends first. */
export async function startLivekitProcess(options: LivekitProcessOptions): Promise<LivekitProcess> {
  const loopback = ['--bind', '127.0.0.1', '--node-ip', '127.0.0.1']
  const child = spawn(options.binary, ['--dev', ...loopback], {
    // JSON is YAML, too. In the environment it needs no quoting.
    env: { ...process.env, LIVEKIT_CONFIG: configuration(options) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const killWithParent = () => child.kill('SIGKILL')
  process.once('exit', killWithParent)
  let isRunning = true
  const ended = once(child, 'exit')
    .then(
      ([code, signal]) => (signal === null ? `code ${code}` : `signal ${signal}`),
      (error: unknown) => String(error),
    )
    .finally(() => {
      isRunning = false
      process.removeListener('exit', killWithParent)
    })
  let last = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\n').filter((each) => each !== '')) {
        last = line
        options.onLine(line)
      }
    })
  }
  const url = `http://127.0.0.1:${options.ports.http}`
  const deadline = performance.now() + READY_TIMEOUT_MS
  while (!(await answers(url))) {
    if (!isRunning) throw new Error(`livekit-server ended with ${await ended}: ${last}`)
    if (performance.now() > deadline) {
      killWithParent()
      throw new Error(`livekit-server did not answer at ${url}: ${last}`)
    }
    await delay(READY_POLL_MS)
  }
  return {
    ended,
    async stop() {
      child.kill('SIGTERM')
      // Asked politely it waits for participants to leave; asked twice it does not.
      const again = setTimeout(() => child.kill('SIGTERM'), STOP_TIMEOUT_MS / 3)
      const timer = setTimeout(killWithParent, STOP_TIMEOUT_MS)
      await ended
      clearTimeout(again)
      clearTimeout(timer)
    },
  }
}

async function answers(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(1_000) }).then(
    (response) => response.ok,
    () => false,
  )
}
