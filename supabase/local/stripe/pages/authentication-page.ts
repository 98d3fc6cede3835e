/** `/authenticate/pi_…` and `/authenticate/seti_…`: stands for the bank's 3-D Secure page. */
import { Hono } from 'hono'
import { html } from 'hono/html'
import type Stripe from 'stripe'
import { type Scope, scopeOf } from '../http/route.ts'
import { formatAmount } from '../money/currency.ts'
import { finishAuthentication } from '../resources/confirmation.ts'
import { finishSetupAuthentication } from '../resources/setup-intents.ts'
import type { World } from '../state/world.ts'
import { completeSession, sessionOf } from './checkout.ts'
import { layout, notice } from './layout.ts'

type Intent = Stripe.PaymentIntent | Stripe.SetupIntent

function isDone({ status }: Intent): boolean {
  return status === 'succeeded' || status === 'requires_capture'
}

/**
 * Ends an authentication as the cardholder decides. A Checkout Session that waited for it is complete, whether or not
 * the browser ever returns to it.
 * @returns the intent afterwards.
 */
export function decide(scope: Scope, intent: Intent, approved: boolean): Intent {
  const after =
    intent.object === 'payment_intent'
      ? finishAuthentication(scope, intent.id, approved)
      : finishSetupAuthentication(scope, intent.id, approved)
  const session = sessionOf(scope, intent.id)
  if (session && isDone(after)) completeSession(scope, session.id, after)
  return after
}

/** https://docs.stripe.com/payments/payment-intents/verifying-status: what is added to the return URL. */
function returnTo(returnUrl: string, intent: Intent): string {
  const url = new URL(returnUrl)
  url.searchParams.set(intent.object, intent.id)
  url.searchParams.set(`${intent.object}_client_secret`, intent.client_secret ?? '')
  url.searchParams.set('redirect_status', isDone(intent) ? 'succeeded' : 'failed')
  return url.href
}

function page(intent: Intent) {
  const what =
    intent.object === 'payment_intent'
      ? `A payment of ${formatAmount(intent.amount, intent.currency)}`
      : 'Saving a card'
  return layout(
    'Approve with your bank',
    html`<p>${what} needs your approval (3-D Secure).</p>
      <form method="post">
        <button name="decision" value="approve">Approve</button>
        <button class="quiet" name="decision" value="refuse">Refuse</button>
      </form>`,
  )
}

export function authenticationPages(world: World, touch: () => void): Hono {
  const app = new Hono()

  function find(id: string): { intent: Intent; account: string } | undefined {
    const entry = world.store.find(id)
    const object = entry?.object
    if (object?.object !== 'payment_intent' && object?.object !== 'setup_intent') return undefined
    return { intent: object, account: entry?.account ?? '' }
  }

  const missing = () => notice('Not found', 'There is nothing to approve here.')
  const over = () => notice('Nothing to approve', 'This was approved, refused or canceled already.')

  app.get('/authenticate/:id', (c) => {
    const found = find(c.req.param('id'))
    if (!found) return c.html(missing(), 404)
    if (found.intent.status !== 'requires_action') return c.html(over(), 410)
    return c.html(page(found.intent))
  })

  app.post('/authenticate/:id', async (c) => {
    const { decision } = await c.req.parseBody()
    const found = find(c.req.param('id'))
    if (!found) return c.html(missing(), 404)
    if (found.intent.status !== 'requires_action') return c.html(over(), 410)
    const after = decide(scopeOf(world, found.account), found.intent, decision === 'approve')
    touch()
    const returnUrl = world.returnUrls[after.id]
    if (returnUrl) return c.redirect(returnTo(returnUrl, after), 303)
    return c.html(notice('Thank you', 'You can close this window.'))
  })
  return app
}
