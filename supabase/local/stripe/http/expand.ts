/** `expand`: ids of related objects replaced by the objects, https://docs.stripe.com/api/expanding_objects */
import type Stripe from 'stripe'
import { sessionLineItems } from '../resources/session-lines.ts'
import { idOf, type StoredObject } from '../state/objects.ts'
import type { World } from '../state/world.ts'
import { invalidRequest } from './errors.ts'
import { fullList } from './lists.ts'

const MAX_DEPTH = 4

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function refundsOf(world: World, charge: Record<string, unknown>) {
  const entry = world.store.find(String(charge.id))
  const all = entry ? world.store.list(entry.account, 'refund') : []
  const own = all.filter((refund: Stripe.Refund) => idOf(refund.charge) === charge.id)
  return fullList(own, `/v1/charges/${charge.id}/refunds`)
}

/** Fields that an object may lack, and that can be expanded nevertheless. */
const OPTIONAL: Readonly<Record<string, readonly string[]>> = { charge: ['transfer'] }

/** Fields that are absent unless asked for. */
function included(world: World, object: Record<string, unknown>, field: string): unknown {
  if (object.object === 'charge' && field === 'refunds') return refundsOf(world, object)
  if (object.object === 'checkout.session' && field === 'line_items') {
    return sessionLineItems(world, String(object.id))
  }
  return undefined
}

function resolve(world: World, value: unknown): StoredObject | undefined {
  if (typeof value !== 'string') return undefined
  const entry = world.store.find(value)
  return entry && structuredClone(entry.object)
}

function expandPath(world: World, target: unknown, path: string[], whole: string): void {
  if (Array.isArray(target)) {
    for (const each of target) expandPath(world, each, path, whole)
    return
  }
  const [field, ...rest] = path
  if (field === undefined || !isObject(target)) return
  const value = target[field] ?? included(world, target, field)
  if (value === undefined && OPTIONAL[String(target.object)]?.includes(field)) return
  if (value === undefined && !(field in target)) {
    throw invalidRequest(`This property cannot be expanded (${whole}).`, { param: 'expand' })
  }
  const found = resolve(world, value)
  if (found === undefined && typeof value === 'string') {
    throw invalidRequest(`This property cannot be expanded (${whole}).`, { param: 'expand' })
  }
  target[field] = found ?? value
  if (rest.length > 0) expandPath(world, target[field], rest, whole)
}

/** @returns a copy of `response` with the asked fields expanded. */
export function expand(world: World, response: object, paths: readonly string[]): object {
  const copy: unknown = structuredClone(response)
  for (const path of paths) {
    const parts = path.split('.')
    const depth = parts[0] === 'data' ? parts.length - 1 : parts.length
    if (depth > MAX_DEPTH) {
      throw invalidRequest(`You cannot expand more than ${MAX_DEPTH} levels of a property.`, {
        param: 'expand',
      })
    }
    expandPath(world, copy, parts, path)
  }
  return Object(copy)
}
