/** What a test may do to the stack from another process. It exists only around the tests, never in the product. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Stack } from '../../../supabase/local/types.ts'
import { hasten } from './hasten.ts'
import { moneyPastTheBooks } from './money-past-the-books.ts'
import { secondFactor } from './second-factor.ts'

export interface Control {
  url: string
  stop(): Promise<void>
}

/**
 * `POST /restart-realtime?down_ms=…` answers when Realtime is back; `POST /end-auction?id=…` and
 * `POST /end-payment-time?id=…` make deadlines come; `POST /give-second-factor?id=…` lets the user's next sessions
 * be at aal2; `POST /money-past-the-books?cents=…` is a charge at Stripe that nobody here has asked for.
 */
export async function startControl(
  stack: Pick<Stack, 'restartRealtime' | 'databaseUrl' | 'stripe'>,
): Promise<Control> {
  const time = hasten(stack)
  const factor = secondFactor(stack)
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://control')
    const id = searchParams.get('id') ?? ''
    const actions: Record<string, () => Promise<void>> = {
      '/restart-realtime': () =>
        stack.restartRealtime({ downForMs: Number(searchParams.get('down_ms') ?? '0') }),
      '/end-auction': () => time.endAuction(id),
      '/end-payment-time': () => time.endPaymentTime(id),
      '/give-second-factor': () => factor.giveTo(id),
      '/money-past-the-books': () => moneyPastTheBooks(stack, searchParams.get('cents') ?? ''),
    }
    const action = actions[pathname]
    if (request.method !== 'POST' || action === undefined) {
      response.writeHead(404).end()
      return
    }
    action().then(
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
      await time.stop()
      await factor.stop()
    },
  }
}
