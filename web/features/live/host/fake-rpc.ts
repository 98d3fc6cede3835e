import { vi } from 'vitest'

/** Commands as the console's tests see them: what was called under which console, and what comes back. */

interface Called {
  name: string
  args: Record<string, unknown>
  headers: Record<string, string>
}

export const called: Called[] = []

type Answer = { data: unknown } | { code: string; details?: Record<string, unknown> }

const answers = new Map<string, (() => Answer | Promise<Answer>)[]>()

/** What the next call of that name returns; without one it returns what a console needs to work. */
export function answerOnce(name: string, answer: () => Answer | Promise<Answer>): void {
  answers.set(name, [...(answers.get(name) ?? []), answer])
}

export const lease = (granted: boolean, p95: number | null = null) => ({
  granted,
  claimed_at: '2026-11-23T12:00:00.000Z',
  seen_at: '2026-11-23T12:00:30.000Z',
  audience: { samples: p95 === null ? 0 : 20, p95_ms: p95 },
  server_time: '2026-11-23T12:00:30.000Z',
})

const USUAL: Record<string, unknown> = { claim_console: lease(true), auction_ledger: [] }

async function reply(name: string): Promise<{ data: unknown; error: unknown }> {
  const [next, ...rest] = answers.get(name) ?? []
  answers.set(name, rest)
  const answer = next === undefined ? { data: USUAL[name] ?? null } : await next()
  return 'data' in answer
    ? { data: answer.data, error: null }
    : {
        data: null,
        error: { code: answer.code, message: '', details: JSON.stringify(answer.details ?? {}) },
      }
}

function rpc(name: string, args: Record<string, unknown> = {}) {
  const call: Called = { name, args, headers: {} }
  called.push(call)
  const promise = Object.assign(reply(name), {
    abortSignal: () => promise,
    setHeader(header: string, value: string) {
      call.headers[header] = value
      return promise
    },
  })
  return promise
}

export const fakeClient = { rpc: vi.fn(rpc) }

/** The calls of one command, oldest first. */
export const callsOf = (name: string): Called[] => called.filter((call) => call.name === name)

export function forgetCalls(): void {
  called.length = 0
  answers.clear()
}
