/** What a Checkout Session may be asked to be: https://docs.stripe.com/api/checkout/sessions/create */
import { z } from 'zod'
import {
  boolean,
  choice,
  currency,
  integer,
  metadata,
  nonNegativeInteger,
  params,
  positiveInteger,
  text,
  url,
} from '../http/params.ts'
import { creationFields, shippingParam, transferData } from './payment-intent-params.ts'

const lineItem = z.strictObject({
  price: text.optional(),
  price_data: z
    .strictObject({
      currency,
      unit_amount: nonNegativeInteger,
      product_data: z.strictObject({
        name: text,
        description: text.optional(),
        images: z.array(text).optional(),
        metadata: metadata.optional(),
        tax_code: text.optional(),
      }),
      tax_behavior: choice('exclusive', 'inclusive', 'unspecified').optional(),
    })
    .optional(),
  quantity: positiveInteger.optional(),
})

const paymentIntentData = z.strictObject({
  application_fee_amount: nonNegativeInteger.optional(),
  capture_method: creationFields.capture_method,
  description: text.optional(),
  metadata: metadata.optional(),
  on_behalf_of: text.optional(),
  receipt_email: text.optional(),
  setup_future_usage: choice('off_session', 'on_session').optional(),
  shipping: shippingParam.optional(),
  statement_descriptor: text.optional(),
  statement_descriptor_suffix: text.optional(),
  transfer_data: transferData.optional(),
  transfer_group: text.optional(),
})

const setupIntentData = z.strictObject({
  description: text.optional(),
  metadata: metadata.optional(),
  on_behalf_of: text.optional(),
})

const message = z.strictObject({ message: text })

export const sessionCreation = params({
  mode: choice('payment', 'setup', 'subscription').optional(),
  automatic_tax: z.strictObject({ enabled: boolean }).optional(),
  ui_mode: choice('hosted_page', 'embedded_page', 'elements', 'form').optional(),
  success_url: url.optional(),
  cancel_url: url.optional(),
  allowed_payment_method_types: z.array(text).optional(),
  billing_address_collection: choice('auto', 'required').optional(),
  client_reference_id: text.optional(),
  currency: currency.optional(),
  customer: text.optional(),
  customer_creation: choice('always', 'if_required').optional(),
  customer_email: text.optional(),
  custom_text: z
    .strictObject({ submit: message.optional(), after_submit: message.optional() })
    .optional(),
  expires_at: integer.optional(),
  line_items: z.array(lineItem).optional(),
  locale: text.optional(),
  metadata: metadata.optional(),
  payment_intent_data: paymentIntentData.optional(),
  setup_intent_data: setupIntentData.optional(),
  submit_type: choice('auto', 'book', 'donate', 'pay').optional(),
  phone_number_collection: z.strictObject({ enabled: boolean }).optional(),
})

export type SessionCreation = z.output<typeof sessionCreation>
export type PaymentIntentData = z.output<typeof paymentIntentData>
export type SetupIntentData = z.output<typeof setupIntentData>
export type LineItemParam = z.output<typeof lineItem>
