/** A shop gets paid: Stripe's own pages ask who they are and where the money goes. */
import type Stripe from 'stripe'
import { z } from 'zod'
import { type AccountStore, lookAtAccount } from '../_shared/accounts.ts'
import { HttpError } from '../_shared/errors.ts'
import { createHandler, type EndpointOptions, type Handler } from '../_shared/http.ts'
import type { Caller, VerifyCaller } from '../_shared/jwt.ts'
import { appUrl, redirectTo, returnTo } from '../_shared/return-urls.ts'
import { stripeMissing } from '../_shared/stripe.ts'

export interface StripeConnectDependencies
  extends Pick<EndpointOptions, 'allowedOrigins' | 'write'> {
  /** Null without a key. */
  stripe: Stripe | null
  store: AccountStore
  verifyCaller: VerifyCaller
  /** Of our pages. */
  appOrigin: string
  /** This function's own address. */
  selfUrl: string
}

const PAGE = '/studio/payouts'
const body = z.strictObject({
  page: z.enum(['onboarding', 'dashboard']).default('onboarding'),
  return_to: returnTo.default(PAGE),
})
const accountId = z.string().regex(/^acct_[A-Za-z0-9]{1,60}$/)

/**
 * POST `{page?: onboarding|dashboard, return_to?}` → `{url}` of Stripe's page for the caller's shop; the account is made
 * when it is first needed. GET `/return?account=` is where Stripe sends the browser back to: it looks at the account and
 * goes on into the app. 401 `unauthorized`, 404 `NOFND` (no open shop), 409 `STATE` (no dashboard before the onboarding),
 * 429 `RTLIM`, 503 `stripe_not_configured`.
 */
export function createStripeConnect(dependencies: StripeConnectDependencies): Handler {
  const { store, verifyCaller, appOrigin, selfUrl, ...options } = dependencies

  /** Two at once make one: Stripe by the key, the database by keeping the first. */
  async function accountOf(stripe: Stripe, { id, email }: Caller): Promise<string> {
    const known = await store.account(id)
    if (known !== null) return known
    const created = await stripe.accounts.create(
      {
        type: 'express',
        capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
        metadata: { seller_id: id },
        ...(email === null ? {} : { email }),
      },
      { idempotencyKey: `account:${id}` },
    )
    return (await store.account(id, created.id)) ?? created.id
  }

  async function openPage(stripe: Stripe, caller: Caller, input: z.infer<typeof body>) {
    const account = await accountOf(stripe, caller)
    if (input.page === 'dashboard') {
      const seen = await lookAtAccount(stripe, account)
      if (!seen.details_submitted)
        throw new HttpError(409, 'STATE', 'Tell Stripe who you are first', { status: 'incomplete' })
      return { url: (await stripe.accounts.createLoginLink(account)).url }
    }
    const query = new URLSearchParams({ account, to: input.return_to })
    const { url } = await stripe.accountLinks.create({
      account,
      type: 'account_onboarding',
      return_url: `${selfUrl}/return?${query}`,
      // A link lives for minutes and works once; the page behind it makes another.
      refresh_url: appUrl(appOrigin, input.return_to, { connect: 'again' }),
    })
    return { url }
  }

  /** The webhook tells the same; whoever comes first. An account of somebody else changes nothing. */
  async function comeBack(stripe: Stripe, query: URLSearchParams) {
    const id = accountId.safeParse(query.get('account'))
    if (id.success) await store.sync(await lookAtAccount(stripe, id.data))
    return redirectTo(appUrl(appOrigin, query.get('to') ?? PAGE, { connect: 'back' }))
  }

  return createHandler(
    { ...options, name: 'stripe-connect', methods: ['GET', 'POST'] },
    async ({ request, path, query, json }) => {
      const { stripe } = dependencies
      if (stripe === null) throw stripeMissing()
      if (request.method === 'GET' && path === '/return') return comeBack(stripe, query)
      if (request.method === 'GET' || path !== '/')
        throw new HttpError(404, 'not_found', 'Use POST {page}')
      return openPage(stripe, await verifyCaller(request), await json(body))
    },
  )
}
