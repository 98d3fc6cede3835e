/** Keys, accounts and versions: https://docs.stripe.com/api/authentication, …/connected-accounts, …/versioning */
import { API_VERSION } from '../state/events.ts'
import type { World } from '../state/world.ts'
import { invalidRequest, StripeFailure } from './errors.ts'

const VISIBLE = 4

function unauthorized(message: string, code?: string): StripeFailure {
  const body = { type: 'invalid_request_error', message, ...(code ? { code } : {}) } as const
  return new StripeFailure(401, body, {
    beforeExecution: true,
    headers: { 'www-authenticate': 'Basic realm="Stripe"' },
  })
}

/** `sk_test_****abcd`: error messages must not repeat a key. */
export function redactKey(key: string): string {
  const prefix = /^(?:sk|pk|rk)_(?:test|live)_/.exec(key)?.[0] ?? ''
  return `${prefix}${'*'.repeat(8)}${key.slice(-VISIBLE)}`
}

function presentedKey(headers: Headers): string | undefined {
  const [scheme, value = ''] = (headers.get('authorization') ?? '').split(/\s+/)
  if (scheme?.toLowerCase() === 'bearer') return value
  if (scheme?.toLowerCase() !== 'basic') return undefined
  return Buffer.from(value, 'base64').toString().split(':')[0]
}

/** @throws {StripeFailure} 401 for no key, a publishable key, another mode's key or an unknown one. */
export function authenticate(headers: Headers, secretKey: string): void {
  const key = presentedKey(headers)
  if (!key) {
    throw unauthorized(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    )
  }
  if (key.startsWith('pk_')) {
    throw unauthorized(
      'This API call cannot be made with a publishable API key. Please use a secret API key.',
      'secret_key_required',
    )
  }
  if (key !== secretKey) throw unauthorized(`Invalid API Key provided: ${redactKey(key)}`)
}

/** The account that `Stripe-Account` names, or the platform. @throws {StripeFailure} 403 for one that is not ours. */
export function actingAccount(headers: Headers, world: World): string {
  const id = headers.get('stripe-account')
  if (!id || id === world.platform) return world.platform
  if (world.store.get(world.platform, 'account', id)) return id
  const key = redactKey(world.options.secretKey ?? '')
  throw new StripeFailure(
    403,
    {
      type: 'invalid_request_error',
      code: 'account_invalid',
      message: `The provided key '${key}' does not have access to account '${id}' (or that account does not exist). Application access may have been revoked.`,
    },
    { beforeExecution: true },
  )
}

/** Every version has its own shapes; we know one. */
export function requireVersion(headers: Headers): void {
  const version = headers.get('stripe-version')
  if (version === null || version === API_VERSION) return
  const { status, body } = invalidRequest(
    `Invalid Stripe API version: ${version}. This stand-in speaks ${API_VERSION} only.`,
  )
  throw new StripeFailure(status, body, { beforeExecution: true })
}
