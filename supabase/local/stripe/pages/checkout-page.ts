/** `/c/pay/cs_test_…`: the page behind `session.url`. */
import { Hono } from 'hono'
import { html } from 'hono/html'
import type Stripe from 'stripe'
import { scopeOf } from '../http/route.ts'
import { formatAmount } from '../money/currency.ts'
import { expireDueSessions } from '../resources/checkout-sessions.ts'
import { TEST_CARDS } from '../state/cards.ts'
import { idOf } from '../state/objects.ts'
import type { SessionLine, World } from '../state/world.ts'
import { submitCard, successUrl } from './checkout.ts'
import { layout, notice } from './layout.ts'

type Session = Stripe.Checkout.Session

function spaced(number: string): string {
  return number.replace(/(.{4})(?=.)/g, '$1 ')
}

function cards() {
  return TEST_CARDS.map(
    (card, index) => html`<label>
      <input type="radio" name="card" value="${card.number}" ${index === 0 ? 'checked' : ''} />
      <code>${spaced(card.number)}</code> ${card.label}
    </label>`,
  )
}

function lines(items: SessionLine[], session: Session) {
  if (session.mode === 'setup') return html`<p>Save a card for later. Nothing is charged now.</p>`
  return html`<table>
    ${items.map(
      (line) => html`<tr>
        <td>${line.quantity} × ${line.name}</td>
        <td>${formatAmount(line.unitAmount * line.quantity, line.currency)}</td>
      </tr>`,
    )}
    <tr>
      <td><b>Total</b></td>
      <td><b>${formatAmount(session.amount_total ?? 0, session.currency ?? 'usd')}</b></td>
    </tr>
  </table>`
}

function form(world: World, session: Session, error?: string) {
  const action = session.mode === 'setup' ? 'Save card' : 'Pay'
  const asksEmail = session.customer === null && session.customer_email === null
  return layout(
    session.mode === 'setup' ? 'Save your card' : 'Checkout',
    html`${error ? html`<p class="error" role="alert">${error}</p>` : ''}
      ${lines(world.sessions[session.id]?.lineItems ?? [], session)}
      <form method="post">
        <fieldset>
          <legend>Test card</legend>
          ${cards()}
          <label>Another number <input type="text" name="number" inputmode="numeric" autocomplete="off" /></label>
        </fieldset>
        ${asksEmail ? html`<label>E-mail <input type="email" name="email" required /></label>` : ''}
        <label>Name on card <input type="text" name="name" value="Test Person" /></label>
        <p>
          <button>${action}</button>
          ${session.cancel_url ? html`<a class="button quiet" href="${session.cancel_url}">Back</a>` : ''}
        </p>
      </form>`,
  )
}

function closed(session: Session) {
  const back = session.cancel_url ?? session.success_url
  const link = back ? { href: back, label: 'Back to the shop' } : undefined
  return session.status === 'complete'
    ? notice('All done', 'This checkout is complete already.', link)
    : notice('Expired', 'This checkout has expired. Please start again.', link)
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}

export function checkoutPages(world: World, touch: () => void): Hono {
  const app = new Hono()

  function open(id: string): { session: Session; account: string } | undefined {
    expireDueSessions(world)
    const entry = world.store.find(id)
    if (entry?.object.object !== 'checkout.session') return undefined
    return { session: entry.object, account: entry.account }
  }

  /** Why the bank's page came back without an approval. */
  function refusalOf(session: Session, account: string): string | undefined {
    const payment = world.store.get(account, 'payment_intent', idOf(session.payment_intent) ?? '')
    const setup = world.store.get(account, 'setup_intent', idOf(session.setup_intent) ?? '')
    return payment?.last_payment_error?.message ?? setup?.last_setup_error?.message
  }

  const missing = () => notice('Not found', 'There is no such checkout on this stand-in.')

  app.get('/c/pay/:id', (c) => {
    const found = open(c.req.param('id'))
    if (!found) return c.html(missing(), 404)
    if (found.session.status !== 'open') return c.html(closed(found.session), 410)
    return c.html(form(world, found.session))
  })

  app.post('/c/pay/:id', async (c) => {
    const id = c.req.param('id')
    const body = await c.req.parseBody()
    const found = open(id)
    if (!found) return c.html(missing(), 404)
    if (found.session.status !== 'open') return c.html(closed(found.session), 410)
    const [email, name] = [text(body.email), text(body.name)]
    const outcome = submitCard(scopeOf(world, found.account), id, {
      number: text(body.number) || text(body.card),
      ...(email ? { email } : {}),
      ...(name ? { name } : {}),
    })
    touch()
    if (outcome.kind === 'redirect') return c.redirect(outcome.url, 303)
    return c.html(form(world, found.session, outcome.message), 402)
  })

  // Where the approval page sends people back to.
  app.get('/c/pay/:id/return', (c) => {
    const id = c.req.param('id')
    const found = open(id)
    if (!found) return c.html(missing(), 404)
    const { session, account } = found
    if (session.status === 'complete') return c.redirect(successUrl(session), 303)
    if (session.status !== 'open') return c.html(closed(session), 410)
    return c.html(
      form(world, session, refusalOf(session, account) ?? 'The card was not approved.'),
      402,
    )
  })
  return app
}
