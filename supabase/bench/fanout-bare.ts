/** What Realtime is measured against: a `ws` server that knows nothing and sends one frame to every socket. */
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { answer, residentBytes, sharedNow } from './child.ts'

export type BareRequest = 'address' | 'memory' | { send: Uint8Array }

export interface BareReply {
  port: number
  residentBytes: number
  /** When the frame was about to be sent to the first socket. */
  sentAt: number
}

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
await new Promise((resolve) => server.once('listening', resolve))
const { port } = server.address() as AddressInfo

answer<BareRequest>((request): BareReply => {
  const sentAt = sharedNow()
  if (typeof request === 'object') {
    for (const socket of server.clients) socket.send(request.send)
  }
  return { port, sentAt, residentBytes: request === 'memory' ? residentBytes() : 0 }
})
