/** The items of a Checkout Session: kept beside it, shown on its page, listed on request. */
import type Stripe from 'stripe'
import { invalidRequest } from '../http/errors.ts'
import { fullList } from '../http/lists.ts'
import { newId } from '../state/ids.ts'
import type { SessionLine, World } from '../state/world.ts'
import type { LineItemParam } from './checkout-params.ts'

/** @throws {StripeFailure} 400 for items that mix currencies or name a Price, which the stand-in does not keep. */
export function toLines(items: LineItemParam[]): SessionLine[] {
  return items.map((item, index) => {
    const at = `line_items[${index}]`
    if (item.price !== undefined) {
      throw invalidRequest(`No such price: '${item.price}'`, {
        code: 'resource_missing',
        param: `${at}[price]`,
      })
    }
    if (!item.price_data) {
      throw invalidRequest('You must specify either `price` or `price_data` when using prices.', {
        param: at,
      })
    }
    const { currency, unit_amount: unitAmount, product_data: product } = item.price_data
    if (currency !== items[0]?.price_data?.currency) {
      throw invalidRequest('All line items must have the same currency.', {
        param: `${at}[price_data][currency]`,
      })
    }
    return {
      id: newId('li'),
      name: product.name,
      description: product.description ?? null,
      currency,
      unitAmount,
      quantity: item.quantity ?? 1,
    }
  })
}

export function totalOf(lines: SessionLine[]): number {
  return lines.reduce((sum, line) => sum + line.unitAmount * line.quantity, 0)
}

/** Decimals travel as text; the SDK's type describes what it makes of them. */
type WirePrice = Omit<Stripe.Price, 'unit_amount_decimal'> & { unit_amount_decimal: string }
type WireLine = Omit<Stripe.LineItem, 'price'> & { price: WirePrice }

function toLineItem(line: SessionLine, created: number): WireLine {
  const amount = line.unitAmount * line.quantity
  return {
    id: line.id,
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: line.currency,
    description: line.name,
    metadata: {},
    price: {
      id: line.id.replace('li_', 'price_'),
      object: 'price',
      active: false,
      billing_scheme: 'per_unit',
      created,
      currency: line.currency,
      custom_unit_amount: null,
      livemode: false,
      lookup_key: null,
      metadata: {},
      nickname: null,
      product: line.id.replace('li_', 'prod_'),
      recurring: null,
      tax_behavior: 'unspecified',
      tiers_mode: null,
      transform_quantity: null,
      type: 'one_time',
      unit_amount: line.unitAmount,
      unit_amount_decimal: String(line.unitAmount),
    },
    quantity: line.quantity,
  }
}

export function sessionLineItems(world: World, id: string) {
  const entry = world.store.find(id)
  const created = entry?.object.object === 'checkout.session' ? entry.object.created : 0
  const lines = world.sessions[id]?.lineItems ?? []
  const items = lines.map((line) => toLineItem(line, created))
  return fullList(items, `/v1/checkout/sessions/${id}/line_items`)
}
