/** What goes wrong on the way, on demand: nothing of this happens unless a test asks for it. */
import { z } from 'zod'
import { StripeFailure } from './errors.ts'

export const faultSchema = z.strictObject({
  /**
   * `error_before`: 500 and no effect. `error_after`: the effect happens and is kept under the idempotency key, the
   * answer is 500. `error_stored`: no effect, and repetitions of the key get the same 500. `timeout_before`,
   * `timeout_after`: no answer at all. `disconnect_before`, `disconnect_after`: the connection closes.
   * `rate_limit`: 429. `lock_timeout`: 429 (or `status`). `delay`: the answer comes `delayMs` later.
   */
  kind: z.enum([
    'error_before',
    'error_after',
    'error_stored',
    'timeout_before',
    'timeout_after',
    'disconnect_before',
    'disconnect_after',
    'rate_limit',
    'lock_timeout',
    'delay',
  ]),
  method: z.enum(['GET', 'POST', 'DELETE']).optional(),
  /** A path such as `/v1/refunds`, or its beginning followed by `*`. Default: every path. */
  path: z.string().default('*'),
  /** How many requests meet it. */
  times: z.int().min(1).default(1),
  delayMs: z.int().min(0).default(0),
  retryAfterSeconds: z.int().min(0).default(1),
  status: z.union([z.literal(429), z.literal(409)]).default(429),
})

export type FaultInput = z.input<typeof faultSchema>
export type Fault = z.output<typeof faultSchema>

export interface Faults {
  add(fault: FaultInput): void
  clear(): void
  /** The first fault that is meant for this request, used up by one. */
  take(method: string, path: string): Fault | undefined
}

function matches(fault: Fault, method: string, path: string): boolean {
  if (fault.method !== undefined && fault.method !== method) return false
  if (fault.path.endsWith('*')) return path.startsWith(fault.path.slice(0, -1))
  return path === fault.path
}

export function createFaults(): Faults {
  let waiting: { fault: Fault; left: number }[] = []
  return {
    add(input) {
      const fault = faultSchema.parse(input)
      waiting.push({ fault, left: fault.times })
    },
    clear() {
      waiting = []
    },
    take(method, path) {
      const found = waiting.find(({ fault }) => matches(fault, method, path))
      if (found === undefined) return undefined
      found.left -= 1
      if (found.left === 0) waiting = waiting.filter((each) => each !== found)
      return found.fault
    },
  }
}

export function internalError(): StripeFailure {
  return new StripeFailure(500, {
    type: 'api_error',
    message: 'An unknown error occurred (asked for by a test)',
  })
}

/** The answer of a fault that keeps the request from beginning, if it is one that answers. */
export function refusalOf(fault: Fault): StripeFailure | undefined {
  const options = {
    beforeExecution: true,
    headers: { 'retry-after': String(fault.retryAfterSeconds) },
  }
  if (fault.kind === 'error_before') {
    const { status, body } = internalError()
    return new StripeFailure(status, body, { beforeExecution: true })
  }
  if (fault.kind === 'rate_limit') {
    return new StripeFailure(
      429,
      {
        type: 'invalid_request_error',
        code: 'rate_limit',
        message: 'Request rate limit exceeded. Learn more about rate limits.',
      },
      options,
    )
  }
  if (fault.kind === 'lock_timeout') {
    return new StripeFailure(
      fault.status,
      {
        type: 'invalid_request_error',
        code: 'lock_timeout',
        message:
          'This object cannot be accessed right now because another API request or Stripe process is currently accessing it.',
      },
      options,
    )
  }
  return undefined
}
