/** The HTTP side: the API below `/v1`, the pages that people see, and the control door for other processes. */
import type { IncomingMessage } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { secureHeaders } from 'hono/secure-headers'
import { type HttpListener, listenHttp } from '../gateway/listen.ts'
import type { StripeControl } from './control.ts'
import { controlRoutes } from './control-http.ts'
import type { Faults } from './http/faults.ts'
import { answer, type Pipeline } from './http/pipeline.ts'
import { authenticationPages } from './pages/authentication-page.ts'
import { checkoutPages } from './pages/checkout-page.ts'
import { indexPage } from './pages/index-page.ts'
import { onboardingPages } from './pages/onboarding-page.ts'
import { ROUTES } from './routes.ts'
import type { World } from './state/world.ts'

const MAX_BODY_BYTES = 1_000_000

function socketOf(context: Context): IncomingMessage['socket'] | undefined {
  const incoming: IncomingMessage | undefined = context.env?.incoming
  return incoming?.socket
}

/** The connection stays open and silent until either side gives up. */
function hang(context: Context): Promise<Response> {
  return new Promise((resolve) => {
    const over = () => resolve(new Response(null, { status: 499 }))
    const socket = socketOf(context)
    if (!socket || socket.destroyed) over()
    else socket.once('close', over)
  })
}

function disconnect(context: Context): Promise<Response> {
  const ended = hang(context)
  socketOf(context)?.destroy()
  return ended
}

export interface ServerParts {
  world: World
  faults: Faults
  control: StripeControl
  touch(): void
}

function createApp({ world, faults, control, touch }: ServerParts): Hono {
  const app = new Hono()
  const pipeline: Pipeline = { world, faults, touch, hang, disconnect }
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES }))
  for (const route of ROUTES) {
    app.on(route.method, `/v1${route.path}`, (context) => answer(pipeline, context, route))
  }
  app.all('/v1/*', (c) => {
    const message = `Unrecognized request URL (${c.req.method}: ${c.req.path}). This stand-in does not know it, or Stripe does not; see supabase/local/stripe/README.md.`
    return c.json({ error: { type: 'invalid_request_error', message } }, 404)
  })
  app.route('/', controlRoutes(control, world.options.secretKey ?? ''))
  // No form-action: browsers apply it to the redirect that follows, which leads back to the shop.
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'unsafe-inline'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      referrerPolicy: 'no-referrer',
      strictTransportSecurity: false,
    }),
  )
  app.route('/', indexPage(world))
  app.route('/', checkoutPages(world, touch))
  app.route('/', authenticationPages(world, touch))
  app.route('/', onboardingPages(world, touch))
  app.notFound((c) => c.text('Not found', 404))
  return app
}

export function serve(parts: ServerParts, port: number): Promise<HttpListener> {
  return listenHttp(getRequestListener(createApp(parts).fetch), port)
}
