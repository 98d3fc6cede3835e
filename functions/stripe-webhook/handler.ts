/** Stripe's events: verified, fetched anew, and applied once, in one transaction with their row in the inbox. */
import type Stripe from 'stripe'
import { z } from 'zod'
import { type Commands, command } from '../_shared/commands.ts'
import { HttpError } from '../_shared/errors.ts'
import { createHandler, type EndpointOptions, type Handler } from '../_shared/http.ts'
import { stripeMissing } from '../_shared/stripe.ts'
import { ACCOUNT_EFFECTS, EFFECTS } from '../_shared/stripe-effects.ts'
import type { VerifyEvent } from './verify.ts'

export interface StripeWebhookDependencies
  extends Pick<EndpointOptions, 'allowedOrigins' | 'write'> {
  /** Null without a key or a webhook secret. */
  payments: { stripe: Stripe; verifyEvent: VerifyEvent } | null
  /** With the secret key. */
  client: Commands
}

const named = z.object({ id: z.string() })
const outcome = z.enum(['applied', 'ignored', 'replayed'])

async function effectOf(stripe: Stripe, event: Stripe.Event) {
  const { account } = event
  // Other events of connected accounts are about their own objects, which are not read with our key alone.
  const find = account === undefined ? EFFECTS[event.type] : ACCOUNT_EFFECTS[event.type]
  if (find === undefined) return {}
  return (
    (await find(
      stripe,
      account === undefined ? named.parse(event.data.object) : { id: account },
    )) ?? {}
  )
}

function wrongAccount(error: unknown): unknown {
  return error instanceof HttpError && error.code === 'NOFND'
    ? new HttpError(400, 'wrong_account', 'This event is of an account that is not ours')
    : error
}

/** POST → `{outcome: applied|ignored|replayed}`. 400 `invalid_signature`, `wrong_mode`, `wrong_account`; 503 `stripe_not_configured`. */
export function createStripeWebhook(dependencies: StripeWebhookDependencies): Handler {
  const { payments, client, ...options } = dependencies
  return createHandler(
    { ...options, name: 'stripe-webhook', methods: ['POST'] },
    async ({ request, text, log }) => {
      if (payments === null) throw stripeMissing()
      const { stripe, verifyEvent } = payments
      const event = await verifyEvent(await text(), request.headers.get('stripe-signature'))
      const { id, type, account } = event
      const created_at = new Date(event.created * 1000).toISOString()
      const p_event = { id, type, created_at, ...(account === undefined ? {} : { account }) }
      const p_effect = await effectOf(stripe, event)
      const applied = await command(
        client,
        'apply_stripe_event',
        { p_event, p_effect },
        outcome,
      ).catch((error: unknown) => {
        throw account === undefined ? error : wrongAccount(error)
      })
      log('info', 'event', { event: id, type, outcome: applied })
      return { outcome: applied }
    },
  )
}
