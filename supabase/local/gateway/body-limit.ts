/** Request bodies have a limit per service, whether or not the client says how long the body is. */
import type { IncomingMessage } from 'node:http'

export const TOO_LARGE = { message: 'Request body is too large', code: 'payload_too_large' }

/** What the client announces; bodies that lie are cut by Node's parser. */
export function announcesMoreThan(request: IncomingMessage, limit: number): boolean {
  return Number(request.headers['content-length'] ?? 0) > limit
}

export interface LimitedBody {
  request: Request
  exceeded(): boolean
}

/** Counts a body of unknown length while it is read and breaks it off at the limit. */
export function limitBody(request: Request, limit: number): LimitedBody {
  if (request.body === null || request.headers.has('content-length')) {
    return { request, exceeded: () => false }
  }
  let read = 0
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      read += chunk.byteLength
      if (read > limit) controller.error(new Error(TOO_LARGE.message))
      else controller.enqueue(chunk)
    },
  })
  const init: RequestInit & { duplex: 'half' } = {
    method: request.method,
    headers: request.headers,
    body: request.body.pipeThrough(counter),
    duplex: 'half',
  }
  return { request: new Request(request.url, init), exceeded: () => read > limit }
}
