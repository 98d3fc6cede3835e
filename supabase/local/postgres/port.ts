/** Ports of this machine. */
import { once } from 'node:events'
import { createServer } from 'node:net'

async function listen(port: number): Promise<number> {
  const server = createServer()
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}

/** A port nobody listens on now. Somebody may take it before you do: callers retry. */
export function freePort(): Promise<number> {
  return listen(0)
}

export async function isPortFree(port: number): Promise<boolean> {
  return listen(port).then(
    () => true,
    () => false,
  )
}
