/** What a PaymentIntent may be asked to be, and the rules between those wishes. */
import { z } from 'zod'
import { invalidRequest } from '../http/errors.ts'
import {
  address,
  boolean,
  choice,
  currency,
  emptyable,
  integer,
  metadata,
  nonNegativeInteger,
  positiveInteger,
  text,
  url,
} from '../http/params.ts'
import { require, type Scope } from '../http/route.ts'
import { requireChargeable } from '../money/currency.ts'

export const shippingParam = z.strictObject({
  address,
  name: text,
  phone: text.optional(),
  carrier: text.optional(),
  tracking_number: text.optional(),
})

const cardOptions = z.strictObject({
  card: z
    .strictObject({
      request_three_d_secure: choice('any', 'automatic', 'challenge').optional(),
      setup_future_usage: choice('none', 'off_session', 'on_session').optional(),
    })
    .optional(),
})

export const transferData = z.strictObject({
  destination: text,
  amount: positiveInteger.optional(),
})

/** On creation and on update. */
export const sharedFields = {
  description: text.optional(),
  metadata: metadata.optional(),
  receipt_email: emptyable(text).optional(),
  shipping: emptyable(shippingParam).optional(),
  statement_descriptor: text.optional(),
  statement_descriptor_suffix: text.optional(),
  transfer_group: text.optional(),
  setup_future_usage: emptyable(choice('off_session', 'on_session')).optional(),
  payment_method: text.optional(),
  payment_method_options: cardOptions.optional(),
  capture_method: choice('automatic', 'automatic_async', 'manual').optional(),
  allowed_payment_method_types: z.array(text).optional(),
}

export const creationFields = {
  ...sharedFields,
  amount: integer,
  currency,
  customer: text.optional(),
  on_behalf_of: text.optional(),
  application_fee_amount: nonNegativeInteger.optional(),
  transfer_data: transferData.optional(),
  confirmation_method: choice('automatic', 'manual').optional(),
  automatic_payment_methods: z
    .strictObject({ enabled: boolean, allow_redirects: choice('always', 'never').optional() })
    .optional(),
}

export const confirmationFields = {
  off_session: boolean.optional(),
  return_url: url.optional(),
  error_on_requires_action: boolean.optional(),
  use_stripe_sdk: boolean.optional(),
}

const creation = z.object(creationFields)
export type Creation = z.output<typeof creation>

/** @throws {StripeFailure} unless the account can receive transfers. */
export function requireDestination(scope: Scope, id: string, param: string): void {
  const platform: Scope = { ...scope, account: scope.world.platform }
  const found = scope.world.store.get(platform.account, 'account', id)
  if (!found) {
    throw invalidRequest(`No such destination: '${id}'`, { code: 'resource_missing', param })
  }
  if (found.capabilities?.transfers !== 'active') {
    throw invalidRequest(
      'Your destination account needs to have at least one of the following capabilities enabled: transfers, crypto_transfers, legacy_payments',
      { code: 'insufficient_capabilities_for_transfer' },
    )
  }
}

/** The fee must have somewhere to be taken from, and leave something. */
function requireFeeRules(scope: Scope, input: Creation): void {
  const { application_fee_amount: fee, transfer_data: transfer, amount } = input
  if (fee === undefined) return
  if (!transfer && scope.account === scope.world.platform) {
    throw invalidRequest(
      'Can only apply an application_fee_amount when the PaymentIntent is attempting a direct payment (using an OAuth key or Stripe-Account header) or destination payment (using `transfer_data[destination]`).',
      { param: 'application_fee_amount' },
    )
  }
  if (transfer?.amount !== undefined) {
    throw invalidRequest(
      'You may only specify one of these parameters: application_fee_amount, transfer_data[amount].',
      { code: 'parameters_exclusive', param: 'application_fee_amount' },
    )
  }
  if (fee > amount) {
    throw invalidRequest('Your application fee cannot be larger than the charge amount.', {
      param: 'application_fee_amount',
    })
  }
}

/** @throws {StripeFailure} 400 naming the parameter. */
export function requireCoherent(scope: Scope, input: Creation): void {
  if (input.amount < 1) {
    throw invalidRequest('This value must be greater than or equal to 1.', {
      code: 'parameter_invalid_integer',
      param: 'amount',
    })
  }
  requireChargeable(input.amount, input.currency)
  if (input.customer) {
    require(scope, 'customer', input.customer, { param: 'customer', inPath: false })
  }
  requireFeeRules(scope, input)
  if (input.transfer_data) {
    requireDestination(scope, input.transfer_data.destination, 'transfer_data[destination]')
    if ((input.transfer_data.amount ?? 0) > input.amount) {
      throw invalidRequest(
        'The transfer_data[amount] must be less than or equal to the charge amount.',
        {
          param: 'transfer_data[amount]',
        },
      )
    }
  }
  if (input.on_behalf_of) {
    const platform: Scope = { ...scope, account: scope.world.platform }
    require(platform, 'account', input.on_behalf_of, { param: 'on_behalf_of', inPath: false })
  }
}
