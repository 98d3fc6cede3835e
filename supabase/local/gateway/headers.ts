import type { IncomingMessage } from 'node:http'

/** Replaces a request header everywhere a later reader may look: Node keeps a raw and a parsed form. */
export function setRequestHeader(request: IncomingMessage, name: string, value: string): void {
  request.headers[name] = value
  const kept: string[] = []
  for (let i = 0; i + 1 < request.rawHeaders.length; i += 2) {
    const rawName = request.rawHeaders[i] ?? ''
    if (rawName.toLowerCase() !== name) kept.push(rawName, request.rawHeaders[i + 1] ?? '')
  }
  kept.push(name, value)
  request.rawHeaders = kept
}

/** One header as text; repeated headers are joined as HTTP says. */
export function requestHeader(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}
