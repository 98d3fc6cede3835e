/** https://docs.stripe.com/api/account_links and https://docs.stripe.com/api/accounts/login_link */
import type Stripe from 'stripe'
import { z } from 'zod'
import { invalidRequest } from '../http/errors.ts'
import { choice, params, text, url } from '../http/params.ts'
import { type Route, require, route } from '../http/route.ts'
import { randomText } from '../state/ids.ts'

const LIFETIME_SECONDS = 300
const TOKEN_LENGTH = 40

export const accountLinkRoutes: Route[] = [
  route(
    'POST',
    '/account_links',
    params({
      account: text,
      type: choice('account_onboarding', 'account_update'),
      refresh_url: url,
      return_url: url,
      collection_options: z
        .strictObject({
          fields: choice('currently_due', 'eventually_due').optional(),
          future_requirements: choice('include', 'omit').optional(),
        })
        .optional(),
    }),
    (call): Stripe.AccountLink => {
      const { account: id, refresh_url: refreshUrl, return_url: returnUrl, type } = call.params
      const account = require(call, 'account', id, { param: 'account', inPath: false })
      if (type === 'account_update' && account.type === 'express') {
        throw invalidRequest(
          'You cannot create `account_update` type Account Links for this account. Only `account_onboarding` is supported for accounts with access to the Express Dashboard.',
          { param: 'type' },
        )
      }
      const token = randomText(TOKEN_LENGTH)
      const created = call.world.clock.seconds()
      const expiresAt = created + LIFETIME_SECONDS
      call.world.accountLinks[token] = {
        account: id,
        returnUrl,
        refreshUrl,
        expiresAt,
        used: false,
      }
      return {
        object: 'account_link',
        created,
        expires_at: expiresAt,
        url: `${call.world.baseUrl}/setup/${id}/${token}`,
      }
    },
  ),
  route('POST', '/accounts/:id/login_links', params({}), (call): Stripe.LoginLink => {
    const account = require(call, 'account', call.path(), { param: 'account' })
    if (account.type !== 'express' && account.controller?.stripe_dashboard?.type !== 'express') {
      throw invalidRequest(
        'Cannot create a login link for an account that is not an Express account.',
      )
    }
    if (!account.details_submitted) {
      throw invalidRequest(
        'Cannot create a login link for an account that has not completed onboarding.',
      )
    }
    return {
      object: 'login_link',
      created: call.world.clock.seconds(),
      url: `${call.world.baseUrl}/express/${account.id}`,
    }
  }),
]
