/** https://docs.stripe.com/api/accounts — Express accounts of sellers. */
import type Stripe from 'stripe'
import { z } from 'zod'
import { invalidRequest } from '../http/errors.ts'
import { created, page, paginate } from '../http/lists.ts'
import { boolean, choice, mergeMetadata, metadata, params, text } from '../http/params.ts'
import { type Route, require, route, type Scope, save } from '../http/route.ts'
import { sums } from '../money/balance.ts'
import { emit } from '../state/events.ts'
import { newId } from '../state/ids.ts'

/** What a new Express account still has to tell, in short. */
const DUE = [
  'business_profile.mcc',
  'business_profile.url',
  'business_type',
  'external_account',
  'individual.dob.day',
  'individual.first_name',
  'individual.last_name',
  'tos_acceptance.date',
]

const CAPABILITIES = ['card_payments', 'transfers'] as const
type CapabilityName = (typeof CAPABILITIES)[number]

const requested = z.strictObject({ requested: boolean })

const fields = {
  email: text.optional(),
  business_type: choice('individual', 'company', 'non_profit', 'government_entity').optional(),
  business_profile: z
    .strictObject({
      mcc: text,
      name: text,
      product_description: text,
      support_email: text,
      support_phone: text,
      support_url: text,
      url: text,
    })
    .partial()
    .optional(),
  capabilities: z
    .strictObject({ card_payments: requested.optional(), transfers: requested.optional() })
    .optional(),
  default_currency: text.optional(),
  metadata: metadata.optional(),
}

const controller = z.strictObject({
  fees: z.strictObject({ payer: choice('account', 'application') }).optional(),
  losses: z.strictObject({ payments: choice('application', 'stripe') }).optional(),
  requirement_collection: choice('application', 'stripe').optional(),
  stripe_dashboard: z.strictObject({ type: choice('express', 'full', 'none') }).optional(),
})

const creation = params({
  ...fields,
  type: choice('express', 'standard', 'custom').optional(),
  controller: controller.optional(),
  country: text.optional(),
})

type Fields = { [K in keyof typeof fields]?: z.output<(typeof fields)[K]> }

type DisabledReason = NonNullable<Stripe.Account['requirements']>['disabled_reason']

export function requirements(
  due: string[],
  disabledReason: DisabledReason,
): NonNullable<Stripe.Account['requirements']> {
  return {
    alternatives: [],
    current_deadline: null,
    currently_due: due,
    disabled_reason: disabledReason,
    errors: [],
    eventually_due: due,
    past_due: disabledReason === 'requirements.past_due' ? due : [],
    pending_verification: [],
  }
}

function isRequested(name: CapabilityName, change: Fields): boolean {
  return change.capabilities?.[name]?.requested === true
}

function withFields(before: Stripe.Account, change: Fields): Stripe.Account {
  const profile = before.business_profile ?? {
    mcc: null,
    minority_owned_business_designation: null,
    name: null,
    specified_commercial_transactions_act_url: null,
    support_address: null,
    support_email: null,
    support_phone: null,
    support_url: null,
    url: null,
  }
  const added = Object.fromEntries(
    Object.entries(change.business_profile ?? {}).filter(([, value]) => value !== undefined),
  )
  const status = before.details_submitted ? 'active' : 'inactive'
  const wanted = CAPABILITIES.filter(
    (name) => isRequested(name, change) && !before.capabilities?.[name],
  )
  return {
    ...before,
    email: change.email ?? before.email,
    business_type: change.business_type ?? before.business_type ?? null,
    business_profile: { ...profile, ...added },
    capabilities: {
      ...before.capabilities,
      ...Object.fromEntries(wanted.map((name) => [name, status])),
    },
    metadata: mergeMetadata(before.metadata ?? {}, change.metadata),
  }
}

function createAccount(scope: Scope, input: z.output<typeof creation>): Stripe.Account {
  const dashboard = input.controller?.stripe_dashboard?.type ?? 'full'
  const type = input.type ?? (dashboard === 'full' ? 'standard' : dashboard)
  if (input.type && input.controller) {
    throw invalidRequest('You may only specify one of these parameters: type, controller.', {
      code: 'parameters_exclusive',
      param: 'type',
    })
  }
  const id = newId('acct')
  const blank: Stripe.Account = {
    id,
    object: 'account',
    business_profile: null,
    business_type: null,
    capabilities: {},
    charges_enabled: false,
    controller: {
      fees: { payer: input.controller?.fees?.payer ?? 'application_express' },
      is_controller: true,
      losses: { payments: input.controller?.losses?.payments ?? 'application' },
      requirement_collection: input.controller?.requirement_collection ?? 'stripe',
      stripe_dashboard: {
        type: type === 'standard' ? 'full' : type === 'express' ? 'express' : 'none',
      },
      type: 'application',
    },
    country: input.country ?? 'US',
    created: scope.world.clock.seconds(),
    default_currency: input.default_currency ?? 'usd',
    details_submitted: false,
    email: null,
    external_accounts: {
      object: 'list',
      data: [],
      has_more: false,
      url: `/v1/accounts/${id}/external_accounts`,
    },
    future_requirements: requirements([], null),
    metadata: {},
    payouts_enabled: false,
    requirements: requirements(DUE, 'requirements.past_due'),
    settings: null,
    tos_acceptance: { date: null, ip: null, user_agent: null },
    type: input.controller ? 'none' : type,
  }
  const account = save(scope, withFields(blank, input))
  return account
}

function announce(scope: Scope, account: Stripe.Account): void {
  emit({ ...scope, account: account.id }, 'account.updated', account)
}

/** Everything told and verified: what the onboarding page does, and what a lifted restriction gives back. */
export function completeOnboarding(scope: Scope, id: string): Stripe.Account {
  const before = require(scope, 'account', id)
  const names = Object.keys(before.capabilities ?? {})
  const account = save(scope, {
    ...before,
    business_type: before.business_type ?? 'individual',
    capabilities: Object.fromEntries(names.map((name) => [name, 'active'])),
    charges_enabled: names.includes('card_payments'),
    details_submitted: true,
    payouts_enabled: true,
    requirements: requirements([], null),
    tos_acceptance: { date: scope.world.clock.seconds(), ip: '127.0.0.1', user_agent: null },
  })
  announce(scope, account)
  return account
}

/** Some of what `requirements.disabled_reason` may be. */
export const RESTRICTION_REASONS = [
  'requirements.past_due',
  'requirements.pending_verification',
  'rejected.fraud',
  'rejected.terms_of_service',
  'rejected.other',
  'listed',
  'under_review',
  'other',
] as const
export type RestrictionReason = (typeof RESTRICTION_REASONS)[number]

export interface Restriction {
  /** Default `requirements.past_due`. */
  reason?: RestrictionReason | undefined
  /** What the account has to tell. Default: an identity document. */
  due?: string[] | undefined
  /** Default: both. */
  charges?: boolean | undefined
  payouts?: boolean | undefined
}

/** Stripe wants more of this seller: payments to it, payouts from it, or both stop. */
export function restrictAccount(
  scope: Scope,
  id: string,
  restriction: Restriction,
): Stripe.Account {
  const before = require(scope, 'account', id)
  const { charges = true, payouts = true } = restriction
  const due = restriction.due ?? ['individual.verification.document']
  const names = Object.keys(before.capabilities ?? {})
  const account = save(scope, {
    ...before,
    capabilities: charges
      ? Object.fromEntries(names.map((name) => [name, 'inactive']))
      : (before.capabilities ?? {}),
    charges_enabled: charges ? false : before.charges_enabled,
    payouts_enabled: payouts ? false : before.payouts_enabled,
    requirements: requirements(due, restriction.reason ?? 'requirements.past_due'),
  })
  announce(scope, account)
  return account
}

const platformOnly = ({ world, cause }: Scope): Scope => ({ world, cause, account: world.platform })

export const accountRoutes: Route[] = [
  route('POST', '/accounts', creation, (call) => createAccount(call, call.params)),
  route('GET', '/accounts', params({ ...page, created }), ({ world, account, params: request }) =>
    paginate(
      world.store.list(account, 'account').map((each) => ({ ...each, created: each.created ?? 0 })),
      request,
      '/v1/accounts',
    ),
  ),
  route('GET', '/account', params({}), (call): Stripe.Account => {
    const own = call.world.store.get(call.world.platform, 'account', call.account)
    return (
      own ?? {
        id: call.account,
        object: 'account',
        charges_enabled: true,
        country: 'US',
        default_currency: 'usd',
        details_submitted: true,
        email: 'platform@blytz.test',
        payouts_enabled: true,
        type: 'standard',
      }
    )
  }),
  route('GET', '/accounts/:id', params({}), (call) =>
    require(platformOnly(call), 'account', call.path(), { param: 'account' }),
  ),
  route('POST', '/accounts/:id', params(fields), (call) => {
    const before = require(platformOnly(call), 'account', call.path(), { param: 'account' })
    const account = save(platformOnly(call), withFields(before, call.params))
    announce(platformOnly(call), account)
    return account
  }),
  route('DELETE', '/accounts/:id', params({}), (call) => {
    const { id } = require(platformOnly(call), 'account', call.path(), { param: 'account' })
    const { available, pending } = sums(call.world, id)
    if ([...available.values(), ...pending.values()].some((amount) => amount !== 0)) {
      throw invalidRequest('This account has a balance that is not zero and cannot be deleted.')
    }
    call.world.store.remove(id)
    return { id, object: 'account', deleted: true }
  }),
  route(
    'POST',
    '/accounts/:id/reject',
    params({ reason: choice('fraud', 'terms_of_service', 'other') }),
    (call) => {
      const reason: RestrictionReason = `rejected.${call.params.reason}`
      return restrictAccount(platformOnly(call), call.path(), { reason, due: [] })
    },
  ),
]
