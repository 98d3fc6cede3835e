/** `POST /__control/NAME` with the argument as JSON and the secret key: the control functions for other processes. */
import { Hono } from 'hono'
import { z } from 'zod'
import type { StripeControl } from './control.ts'
import { authenticate } from './http/auth.ts'
import { StripeFailure } from './http/errors.ts'

/** What remains of a typed function once its argument comes from outside: it checks it itself. */
type Operation = (input: unknown) => Promise<unknown>

export function controlRoutes(control: StripeControl, secretKey: string): Hono {
  const app = new Hono()
  const operations = new Map<string, Operation>(
    Object.entries(control).map(([name, run]) => [name, run as Operation]),
  )
  app.post('/__control/:name', async (c) => {
    try {
      authenticate(c.req.raw.headers, secretKey)
    } catch (error) {
      return c.json({ error: String(error) }, 401)
    }
    const run = operations.get(c.req.param('name'))
    if (!run)
      return c.json({ error: `unknown; there are: ${[...operations.keys()].join(', ')}` }, 404)
    const body = await c.req.text()
    try {
      const result = await run(body === '' ? undefined : JSON.parse(body))
      return c.json({ result: result ?? null })
    } catch (error) {
      if (error instanceof z.ZodError) return c.json({ error: z.prettifyError(error) }, 400)
      if (error instanceof SyntaxError) return c.json({ error: 'the body is not JSON' }, 400)
      if (error instanceof StripeFailure) return c.json({ error: error.message }, 400)
      return c.json({ error: String(error) }, 400)
    }
  })
  return app
}
