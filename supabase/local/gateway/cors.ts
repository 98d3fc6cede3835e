/** CORS as the hosted gateway answers it. Functions answer for themselves: their allow-list is part of the app. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { requestHeader } from './headers.ts'

const METHODS = 'GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS,TRACE,CONNECT'
const EXPOSED =
  'Content-Encoding, Content-Location, Content-Range, Content-Type, Date, Link, Location, Preference-Applied, Range-Unit, X-Request-Id, X-Supabase-Api-Version, X-Total-Count'
const PREFLIGHT_MAX_AGE_S = '3600'

export function isPreflight(request: IncomingMessage): boolean {
  return (
    request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined
  )
}

export function allowOrigin(response: ServerResponse): void {
  response.setHeader('access-control-allow-origin', '*')
  response.setHeader('access-control-expose-headers', EXPOSED)
}

export function answerPreflight(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('access-control-allow-origin', '*')
  response.setHeader('access-control-allow-methods', METHODS)
  const wanted = requestHeader(request, 'access-control-request-headers')
  if (wanted !== undefined) response.setHeader('access-control-allow-headers', wanted)
  response.setHeader('access-control-max-age', PREFLIGHT_MAX_AGE_S)
  response.setHeader('vary', 'Access-Control-Request-Headers')
  response.writeHead(204).end()
}
