/** `/setup/acct_…/…`: stands for Stripe's Express onboarding; `/express/acct_…` for the seller's dashboard. */
import { Hono } from 'hono'
import { html } from 'hono/html'
import { scopeOf } from '../http/route.ts'
import { sums } from '../money/balance.ts'
import { formatAmount } from '../money/currency.ts'
import { completeOnboarding } from '../resources/accounts.ts'
import type { World } from '../state/world.ts'
import { layout, notice } from './layout.ts'

function page(email: string | null) {
  return layout(
    'Get paid',
    html`<p>Set up payouts${email ? html` for <b>${email}</b>` : ''}. Stripe would now ask for a name, an address, a bank account and an identity document.</p>
      <form method="post">
        <button name="decision" value="complete">Fill in test data and finish</button>
        <button class="quiet" name="decision" value="later">Come back later</button>
      </form>`,
  )
}

function amounts(values: Map<string, number>): string {
  return (
    [...values].map(([currency, cents]) => formatAmount(cents, currency)).join(', ') || 'nothing'
  )
}

export function onboardingPages(world: World, touch: () => void): Hono {
  const app = new Hono()

  /** A link works once and for five minutes; after that people are sent to get a new one. */
  function usable(token: string) {
    const link = world.accountLinks[token]
    if (!link) return { link: undefined, isUsable: false }
    return { link, isUsable: !link.used && link.expiresAt > world.clock.seconds() }
  }

  const missing = () => notice('Not found', 'There is no such link on this stand-in.')

  app.get('/setup/:account/:token', (c) => {
    const { link, isUsable } = usable(c.req.param('token'))
    if (!link) return c.html(missing(), 404)
    if (!isUsable) return c.redirect(link.refreshUrl, 303)
    const account = world.store.get(world.platform, 'account', link.account)
    return c.html(page(account?.email ?? null))
  })

  app.post('/setup/:account/:token', async (c) => {
    const { decision } = await c.req.parseBody()
    const { link, isUsable } = usable(c.req.param('token'))
    if (!link) return c.html(missing(), 404)
    if (!isUsable) return c.redirect(link.refreshUrl, 303)
    link.used = true
    if (decision === 'complete') completeOnboarding(scopeOf(world), link.account)
    touch()
    return c.redirect(link.returnUrl, 303)
  })

  app.get('/express/:account', (c) => {
    const account = world.store.get(world.platform, 'account', c.req.param('account'))
    if (!account) return c.html(missing(), 404)
    const { available, pending } = sums(world, account.id)
    return c.html(
      layout(
        'Your payouts',
        html`<p>Available: <b>${amounts(available)}</b></p>
          <p>On its way: <b>${amounts(pending)}</b></p>`,
      ),
    )
  })
  return app
}
