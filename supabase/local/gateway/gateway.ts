/** The one public door of the stack: CORS, API keys, limits and request ids, then the service that owns the path. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'
import type { HttpService, SocketService, StackContext } from '../types.ts'
import { type ApiKeys, createApiKeys, type KeyRefusal } from './api-keys.ts'
import { announcesMoreThan, limitBody, TOO_LARGE } from './body-limit.ts'
import { allowOrigin, answerPreflight, isPreflight } from './cors.ts'
import { requestHeader, setRequestHeader } from './headers.ts'
import { listenHttp } from './listen.ts'
import { findRoute, isOpen, ROUTES, type Route, type ServiceName } from './routes.ts'

export interface Gateway {
  port: number
  mount(name: 'realtime', service: SocketService): void
  mount(name: Exclude<ServiceName, 'realtime'>, service: HttpService): void
  /** The path answers 503 until something is mounted again. */
  unmount(name: ServiceName): void
  /** Says why a service is absent for good: its path answers 501 with this text. */
  declare(name: ServiceName, reason: string): void
  close(): Promise<void>
}

type GatewayContext = Pick<StackContext, 'publishableKey' | 'secretKey' | 'jwtSecret' | 'log'>
type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>

const REQUEST_ID = /^[\w-]{8,64}$/

function answer(response: ServerResponse, status: number, body: object): void {
  response.setHeader('content-type', 'application/json')
  response.writeHead(status).end(JSON.stringify(body))
}

function peerAddress(request: IncomingMessage): string {
  return request.socket.remoteAddress ?? 'unknown'
}

/** Says who called as the hosted gateway does: appended to `x-forwarded-for`, overwritten in `cf-connecting-ip`. */
function introduce(request: IncomingMessage): string {
  const peer = peerAddress(request)
  const before = requestHeader(request, 'x-forwarded-for')
  setRequestHeader(request, 'x-forwarded-for', before ? `${before}, ${peer}` : peer)
  setRequestHeader(request, 'cf-connecting-ip', peer)
  const given = requestHeader(request, 'x-request-id')
  const id = given !== undefined && REQUEST_ID.test(given) ? given : randomUUID()
  setRequestHeader(request, 'x-request-id', id)
  return id
}

function checkKeys(keys: ApiKeys, route: Route, request: IncomingMessage): KeyRefusal | null {
  if (route.keys === 'untouched') return null
  const checked = route.keys === 'required' && !isOpen(route, request.url ?? '/')
  return checked ? keys.authenticate(request) : keys.translate(request)
}

function refuseUpgrade(socket: Duplex, status: string, body: object): void {
  const text = JSON.stringify(body)
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n\r\n${text}`,
  )
}

/** Listens at once (port 0 picks a free one); services are mounted as they become ready. */
export async function createGateway(context: GatewayContext, port: number): Promise<Gateway> {
  const keys = createApiKeys(context)
  const services = new Map<ServiceName, { service: HttpService; listener: Listener }>()
  const reasons = new Map<ServiceName, string>()
  let realtime: SocketService | undefined

  function listenerOf(route: Route, service: HttpService): Listener {
    return getRequestListener(
      async (request, { incoming }) => {
        const body = limitBody(request, route.bodyLimit)
        const peer = { address: incoming.socket.remoteAddress ?? 'unknown' }
        const response = await service.fetch(body.request, peer).catch((error: unknown) => {
          if (body.exceeded()) return Response.json(TOO_LARGE, { status: 413 })
          throw error
        })
        return body.exceeded() ? Response.json(TOO_LARGE, { status: 413 }) : response
      },
      {
        errorHandler(error) {
          context.log(
            route.service,
            error instanceof Error ? (error.stack ?? error.message) : `${error}`,
          )
          return Response.json(
            { message: 'Internal server error', code: 'internal' },
            { status: 500 },
          )
        },
      },
    )
  }

  function answerAbsent(route: Route, response: ServerResponse): void {
    const reason = reasons.get(route.service)
    if (reason === undefined) {
      answer(response, 503, {
        code: 'starting',
        message: `${route.service} is not running right now`,
      })
    } else {
      answer(response, 501, { code: 'not_implemented', message: reason })
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('x-request-id', introduce(request))
    const url = request.url ?? '/'
    if (url === '/health') {
      const status = Object.fromEntries(
        ROUTES.map(({ service }) => [service, services.has(service)]),
      )
      return answer(response, 200, { status: 'ok', services: status })
    }
    const route = findRoute(url)
    if (!route) return answer(response, 404, { code: 'not_found', message: 'no Route matched' })
    if (route.cors) {
      if (isPreflight(request)) return answerPreflight(request, response)
      allowOrigin(response)
    }
    const refusal = checkKeys(keys, route, request)
    if (refusal) return answer(response, refusal.status, refusal.body)
    const mounted = services.get(route.service)
    if (!mounted) return answerAbsent(route, response)
    if (announcesMoreThan(request, route.bodyLimit)) {
      // The rest of the body is not read: the connection cannot be used again.
      response.setHeader('connection', 'close')
      return answer(response, 413, TOO_LARGE)
    }
    await mounted.listener(request, response)
  }

  const listener = await listenHttp((request, response) => {
    handle(request, response).catch((error: unknown) => {
      context.log('gateway', error instanceof Error ? (error.stack ?? error.message) : `${error}`)
      if (response.headersSent) response.destroy()
      else answer(response, 500, { code: 'internal', message: 'Internal server error' })
    })
  }, port)

  listener.server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    introduce(request)
    if (findRoute(request.url ?? '/')?.service !== 'realtime') {
      return refuseUpgrade(socket, '404 Not Found', {
        code: 'not_found',
        message: 'no Route matched',
      })
    }
    const refusal = keys.translate(request)
    if (refusal) return refuseUpgrade(socket, '401 Unauthorized', refusal.body)
    if (!realtime) {
      return refuseUpgrade(socket, '503 Service Unavailable', {
        error: 'realtime is not running right now',
      })
    }
    realtime.upgrade(request, socket, head)
  })

  return {
    port: listener.port,
    mount(name: ServiceName, service: HttpService | SocketService) {
      const route = ROUTES.find((each) => each.service === name)
      if (!route) throw new Error(`no route for ${name}`)
      services.set(name, { service, listener: listenerOf(route, service) })
      if ('upgrade' in service) realtime = service
    },
    unmount(name) {
      services.delete(name)
      if (name === 'realtime') realtime = undefined
    },
    declare: (name, reason) => void reasons.set(name, reason),
    close: () => listener.close(),
  }
}
