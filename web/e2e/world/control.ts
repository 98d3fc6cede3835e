/** What a test may do to the stack from another process. It exists only around the tests, never in the product. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Stack } from '../../../supabase/local/types.ts'

export interface Control {
  url: string
  stop(): Promise<void>
}

/** `POST /restart-realtime?down_ms=…` answers when Realtime is back. */
export async function startControl(stack: Pick<Stack, 'restartRealtime'>): Promise<Control> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://control')
    if (request.method !== 'POST' || url.pathname !== '/restart-realtime') {
      response.writeHead(404).end()
      return
    }
    stack.restartRealtime({ downForMs: Number(url.searchParams.get('down_ms') ?? '0') }).then(
      () => response.writeHead(204).end(),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port for the control')
  return {
    url: `http://127.0.0.1:${address.port}`,
    async stop() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
