/** An endpoint for webhooks, as the project's function is one: verifies the signature with the SDK, and remembers. */
import Stripe from 'stripe'
import { type HttpListener, listenHttp } from '../../gateway/listen.ts'

export interface Received {
  event: Stripe.Event
  signature: string
  payload: string
}

export interface Receiver {
  url: string
  received: Received[]
  types(): string[]
  /** Statuses of the next answers; afterwards 200. */
  answerWith(...statuses: number[]): void
  close(): Promise<void>
}

export async function startReceiver(secret: string): Promise<Receiver> {
  const received: Received[] = []
  let statuses: number[] = []
  const listener: HttpListener = await listenHttp(async (request, response) => {
    let payload = ''
    for await (const chunk of request) payload += chunk
    const signature = String(request.headers['stripe-signature'])
    const event = Stripe.webhooks.constructEvent(payload, signature, secret, 0)
    received.push({ event, signature, payload })
    response.writeHead(statuses.shift() ?? 200).end()
  }, 0)
  return {
    url: `http://127.0.0.1:${listener.port}/hook`,
    received,
    types: () => received.map(({ event }) => event.type),
    answerWith(...next) {
      statuses = next
    },
    close: listener.close,
  }
}
