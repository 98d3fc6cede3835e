/** What a resource declares: method, path, parameters, and what happens. */
import type { z } from 'zod'
import { newId } from '../state/ids.ts'
import type { ObjectName, ObjectTypes, StoredObject } from '../state/objects.ts'
import type { World } from '../state/world.ts'
import { noSuch } from './errors.ts'

/** Who caused a change, as events tell. */
export interface Cause {
  id: string | null
  idempotency_key: string | null
}

/** The account that a change happens in, and its cause: all that rules need, be it a request, a page or a test. */
export interface Scope {
  world: World
  account: string
  cause: Cause
}

export interface Call<P> extends Scope {
  params: P
  /** The value of the only `:id` of the path, or of the named one. */
  path(name?: string): string
}

export interface Route {
  method: 'GET' | 'POST' | 'DELETE'
  /** Below `/v1`, with Hono's `:name` segments. */
  path: string
  params: z.ZodType
  /** Parses and runs in one step, so that the types of the parameters stay inside the resource. */
  run(call: Omit<Call<unknown>, 'params'>, params: unknown): object
}

export function route<S extends z.ZodType>(
  method: Route['method'],
  path: string,
  params: S,
  handle: (call: Call<z.output<S>>) => object,
): Route {
  return {
    method,
    path,
    params,
    // The pipeline passes what `params` parsed, nothing else.
    run: (call, parsed) => handle({ ...call, params: parsed as z.output<S> }),
  }
}

export function scopeOf(world: World, account = world.platform): Scope {
  return { world, account, cause: { id: null, idempotency_key: null } }
}

/** Stripe's words for each kind in "No such …". */
const KINDS: Partial<Record<ObjectName, string>> = {
  payment_intent: 'payment_intent',
  setup_intent: 'setupintent',
  payment_method: 'PaymentMethod',
  'checkout.session': 'checkout.session',
  balance_transaction: 'balance transaction',
  application_fee: 'application fee',
  transfer_reversal: 'transfer reversal',
  webhook_endpoint: 'webhook endpoint',
}

/** @throws {StripeFailure} `resource_missing`. */
export function require<N extends ObjectName>(
  { world, account }: Scope,
  name: N,
  id: string,
  where: { param?: string; inPath?: boolean } = {},
): ObjectTypes[N] {
  const found = world.store.get(account, name, id)
  if (found) return found
  throw noSuch(KINDS[name] ?? name, id, {
    param: where.param ?? 'id',
    inPath: where.inPath ?? true,
  })
}

export interface Base<N extends string> {
  id: string
  object: N
  created: number
  livemode: false
}

/** The fields that most objects begin with. */
export function base<N extends string>({ world }: Scope, object: N, prefix: string): Base<N> {
  return { id: newId(prefix), object, created: world.clock.seconds(), livemode: false }
}

export function save<T extends StoredObject>({ world, account }: Scope, object: T): T {
  return world.store.put(account, object)
}
