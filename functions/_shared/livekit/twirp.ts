/** The video server's refusals. */
import { HttpError } from '../errors.ts'

/** Twirp's code of a failed call, e.g. `not_found`; undefined when there was no answer. */
function codeOf(error: unknown): unknown {
  return Reflect.get(Object(error), 'code')
}

export function isGone(error: unknown): boolean {
  return codeOf(error) === 'not_found'
}

/** What does not exist need not be ended. */
export async function unlessGone(call: Promise<unknown>): Promise<void> {
  try {
    await call
  } catch (error) {
    if (!isGone(error)) throw error
  }
}

/** Ingress and egress are servers of their own; a video server without them answers in one of these ways. */
const WITHOUT_SERVER: readonly unknown[] = ['internal', 'unavailable', 'unimplemented', 'bad_route']

/** @throws 503 with `code` when the server that this needs is not there. */
export async function withoutServer<T>(code: string, call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    if (!WITHOUT_SERVER.includes(codeOf(error))) throw error
    throw new HttpError(503, code, 'The video server cannot do this here')
  }
}
