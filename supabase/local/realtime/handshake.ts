import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { Environment } from './environment.ts'
import type { Handshake } from './session.ts'
import { TokenError } from './token.ts'

const SOCKET_PATHS = new Set(['/realtime/v1/websocket', '/socket/websocket', '/websocket'])
const NO_HEADERS: Readonly<Record<string, string>> = {}

/** A handshake that is answered with an HTTP error. Browsers only see that the connection failed. */
export class HandshakeError extends Error {
  override name = 'HandshakeError'
  readonly status: number

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.status = status
  }
}

/**
 * Checks an upgrade request and reads what its socket needs to know.
 * @throws {HandshakeError}
 */
export async function checkHandshake(
  env: Environment,
  request: IncomingMessage,
  connections: number,
): Promise<Handshake> {
  const url = new URL(request.url ?? '/', 'http://localhost')
  if (!SOCKET_PATHS.has(url.pathname)) throw new HandshakeError(404, 'Not Found')
  const vsn = url.searchParams.get('vsn') ?? '1.0.0'
  if (vsn !== '1.0.0' && vsn !== '2.0.0') {
    throw new HandshakeError(400, `Unsupported protocol version ${vsn}`)
  }
  const key = header(request, 'x-api-key') ?? url.searchParams.get('apikey')
  if (!key) throw new HandshakeError(401, 'API key is missing')
  const token = await env.tokens.tokenOfApiKey(key)
  try {
    await env.tokens.verify(token)
  } catch (error) {
    if (!(error instanceof TokenError)) throw error
    // Upstream names the age of an expired token in joins but not here.
    const message = error.failure === 'expired' ? 'Token has expired' : error.message
    throw new HandshakeError(401, message, { cause: error })
  }
  // Last: the stop may have begun while the token was checked.
  if (env.stopping) throw new HandshakeError(503, 'Realtime is restarting, please standby')
  if (connections >= env.options.maxConnections) {
    throw new HandshakeError(429, 'Too many connected users')
  }
  if (env.limits.joins.triggered) throw new HandshakeError(429, 'Too many joins per second')
  return { version: vsn, token, headers: forwardedHeaders(request) }
}

/** Answers a refused handshake and ends the connection. */
export async function refuseHandshake(
  socket: Duplex,
  error: HandshakeError,
  delayMs: number,
): Promise<void> {
  if (delayMs > 0) await delay(delayMs, undefined, { ref: false })
  const body = JSON.stringify({ error: error.message })
  const lines = [
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status] ?? 'Error'}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`)
}

/** Most sockets have none, and share one empty object. */
function forwardedHeaders(request: IncomingMessage): Readonly<Record<string, string>> {
  const forwarded = Object.keys(request.headers)
    .filter((name) => name.startsWith('x-'))
    .map((name) => [name, header(request, name) ?? ''] as const)
  return forwarded.length === 0 ? NO_HEADERS : Object.fromEntries(forwarded)
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}
