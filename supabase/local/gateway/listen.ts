import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'

export interface HttpListener {
  port: number
  server: Server
  /** Refuses new connections, then cuts those that are left. */
  close(): Promise<void>
}

/** Listens on 127.0.0.1: the local stack has well-known keys and is nobody else's business. Port 0 picks a free one. */
export async function listenHttp(handler: RequestListener, port: number): Promise<HttpListener> {
  const server = createServer(handler)
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return {
    port: address.port,
    server,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
