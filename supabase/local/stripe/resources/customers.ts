/** https://docs.stripe.com/api/customers */
import type Stripe from 'stripe'
import { z } from 'zod'
import { created, page, paginate } from '../http/lists.ts'
import {
  address,
  emptyable,
  mergeMetadata,
  metadata,
  params,
  text,
  toAddress,
} from '../http/params.ts'
import { base, type Route, require, route, type Scope, save } from '../http/route.ts'
import { emit } from '../state/events.ts'
import { newId } from '../state/ids.ts'
import { attach, detachAll, listCards } from './payment-methods.ts'

const shipping = z.strictObject({ address, name: text, phone: text.optional() })

const fields = {
  name: emptyable(text).optional(),
  email: emptyable(text).optional(),
  phone: emptyable(text).optional(),
  description: emptyable(text).optional(),
  address: emptyable(address).optional(),
  shipping: emptyable(shipping).optional(),
  metadata: metadata.optional(),
  invoice_settings: z
    .strictObject({ default_payment_method: emptyable(text).optional() })
    .optional(),
  preferred_locales: z.array(text).optional(),
}

type Fields = { [K in keyof typeof fields]?: z.output<(typeof fields)[K]> }

function toShipping(value: z.output<typeof shipping> | null): Stripe.Customer['shipping'] {
  if (value === null) return null
  const where = toAddress(value.address)
  return {
    name: value.name,
    ...(where ? { address: where } : {}),
    ...(value.phone === undefined ? {} : { phone: value.phone }),
  }
}

function withFields(scope: Scope, customer: Stripe.Customer, change: Fields): Stripe.Customer {
  const preferred = change.invoice_settings?.default_payment_method
  if (preferred) {
    const card = require(scope, 'payment_method', preferred, {
      param: 'invoice_settings[default_payment_method]',
      inPath: false,
    })
    if (card.customer !== customer.id) attach(scope, card, customer.id)
  }
  const invoiceSettings =
    preferred === undefined
      ? customer.invoice_settings
      : { ...customer.invoice_settings, default_payment_method: preferred }
  return {
    ...customer,
    ...(change.name === undefined ? {} : { name: change.name }),
    ...(change.email === undefined ? {} : { email: change.email }),
    ...(change.phone === undefined ? {} : { phone: change.phone }),
    ...(change.description === undefined ? {} : { description: change.description }),
    ...(change.address === undefined ? {} : { address: toAddress(change.address) }),
    ...(change.shipping === undefined ? {} : { shipping: toShipping(change.shipping) }),
    ...(change.preferred_locales === undefined
      ? {}
      : { preferred_locales: change.preferred_locales }),
    metadata: mergeMetadata(customer.metadata, change.metadata),
    invoice_settings: invoiceSettings,
  }
}

export function createCustomer(scope: Scope, change: Fields): Stripe.Customer {
  const blank: Stripe.Customer = {
    ...base(scope, 'customer', 'cus'),
    address: null,
    balance: 0,
    currency: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
    invoice_prefix: newId('il').slice(3, 11).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    metadata: {},
    name: null,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  }
  const customer = save(scope, withFields(scope, blank, change))
  emit(scope, 'customer.created', customer)
  return customer
}

export const customerRoutes: Route[] = [
  route('POST', '/customers', params({ ...fields, payment_method: text.optional() }), (call) => {
    const { payment_method: card, ...change } = call.params
    const customer = createCustomer(call, change)
    if (card !== undefined) attach(call, card, customer.id)
    return customer
  }),
  route(
    'GET',
    '/customers',
    params({ ...page, created, email: text.optional() }),
    ({ world, account, params: { email, ...request } }) => {
      const all = world.store.list(account, 'customer')
      const found = email === undefined ? all : all.filter((each) => each.email === email)
      return paginate(found, request, '/v1/customers')
    },
  ),
  route('GET', '/customers/:id', params({}), (call) => require(call, 'customer', call.path())),
  route('POST', '/customers/:id', params(fields), (call) => {
    const before = require(call, 'customer', call.path())
    const customer = save(call, withFields(call, before, call.params))
    emit(call, 'customer.updated', customer)
    return customer
  }),
  route('DELETE', '/customers/:id', params({}), (call) => {
    const customer = require(call, 'customer', call.path())
    detachAll(call, customer.id)
    call.world.store.remove(customer.id)
    emit(call, 'customer.deleted', customer)
    return { id: customer.id, object: 'customer', deleted: true }
  }),
  route(
    'GET',
    '/customers/:id/payment_methods',
    params({ ...page, type: text.optional() }),
    (call) => {
      const customer = require(call, 'customer', call.path())
      const cards = listCards(call, customer.id, call.params.type)
      return paginate(cards, call.params, `/v1/customers/${customer.id}/payment_methods`)
    },
  ),
  route('GET', '/customers/:id/payment_methods/:card', params({}), (call) => {
    const customer = require(call, 'customer', call.path())
    const card = require(call, 'payment_method', call.path('card'))
    return card.customer === customer.id ? card : require(call, 'payment_method', '')
  }),
]
