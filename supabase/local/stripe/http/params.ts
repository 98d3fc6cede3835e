/** Parameters of one endpoint as a zod schema over form values; refusals carry Stripe's codes and parameter names. */
import { z } from 'zod'
import { invalidRequest, StripeFailure } from './errors.ts'
import type { Form } from './form.ts'

const MAX_TEXT = 5000
const MAX_METADATA_KEYS = 50
const MAX_METADATA_KEY = 40
const MAX_METADATA_VALUE = 500

function refuse(ctx: z.RefinementCtx, message: string, code?: string): never {
  ctx.addIssue({ code: 'custom', message, params: { code } })
  return z.NEVER
}

/** A text that cannot be unset. */
export const text = z.string().transform((value, ctx) => {
  if (value === '') return refuse(ctx, '', 'parameter_invalid_empty')
  if (value.length > MAX_TEXT)
    return refuse(ctx, `Invalid string: must be at most ${MAX_TEXT} characters`)
  return value
})

export const integer = z.string().transform((value, ctx) => {
  if (value === '') return refuse(ctx, '', 'parameter_invalid_empty')
  const number = Number(value)
  if (!/^-?\d+$/.test(value) || !Number.isSafeInteger(number)) {
    return refuse(ctx, `Invalid integer: ${value}`, 'parameter_invalid_integer')
  }
  return number
})

/** An amount in the currency's smallest unit; zero and below are refused. */
export const positiveInteger = integer.transform((value, ctx) =>
  value < 1
    ? refuse(ctx, 'This value must be greater than or equal to 1.', 'parameter_invalid_integer')
    : value,
)

export const nonNegativeInteger = integer.transform((value, ctx) =>
  value < 0
    ? refuse(ctx, 'This value must be greater than or equal to 0.', 'parameter_invalid_integer')
    : value,
)

export const boolean = z.string().transform((value, ctx) => {
  if (value === 'true') return true
  if (value === 'false') return false
  return refuse(ctx, `Invalid boolean: ${value}`)
})

export function choice<const T extends string>(...values: T[]) {
  return z.string().transform((value, ctx): T => {
    const found = values.find((each) => each === value)
    return found ?? refuse(ctx, `Invalid value: must be one of ${values.join(', ')}`)
  })
}

export const url = text.transform((value, ctx) =>
  URL.canParse(value.replace('{CHECKOUT_SESSION_ID}', 'id')) && /^https?:/.test(value)
    ? value
    : refuse(ctx, 'Not a valid URL', 'url_invalid'),
)

const CURRENCIES = new Set(Intl.supportedValuesOf('currency').map((each) => each.toLowerCase()))

export const currency = text.transform((value, ctx) => {
  const lower = value.toLowerCase()
  return CURRENCIES.has(lower) ? lower : refuse(ctx, `Invalid currency: ${lower}.`)
})

/** `''` unsets: the handler gets `null`. */
export function emptyable<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (value === '' ? null : value), schema.nullable())
}

const metadataValues = z.record(z.string(), z.string()).transform((value, ctx) => {
  const keys = Object.keys(value)
  if (keys.length > MAX_METADATA_KEYS) return refuse(ctx, 'Metadata can have up to 50 keys')
  const longKey = keys.find((key) => key.length > MAX_METADATA_KEY)
  if (longKey) return refuse(ctx, `Metadata keys can have up to 40 characters: ${longKey}`)
  const longValue = keys.find((key) => (value[key] ?? '').length > MAX_METADATA_VALUE)
  if (longValue) return refuse(ctx, `Metadata values can have up to 500 characters: ${longValue}`)
  return value
})

/** Keys to set; a key with an empty value is unset; `null` unsets all. */
export const metadata = emptyable(metadataValues)

/** What `metadata` parameters leave of the object's metadata. */
export function mergeMetadata(
  current: Record<string, string>,
  change: Record<string, string> | null | undefined,
): Record<string, string> {
  if (change === null) return {}
  const merged = Object.entries({ ...current, ...change })
  return Object.fromEntries(merged.filter(([, value]) => value !== ''))
}

export const address = z.strictObject({
  city: text.optional(),
  country: text.optional(),
  line1: text.optional(),
  line2: text.optional(),
  postal_code: text.optional(),
  state: text.optional(),
})

export function toAddress(value: z.infer<typeof address> | null | undefined) {
  if (!value) return null
  const { city, country, line1, line2, postal_code, state } = value
  return {
    city: city ?? null,
    country: country ?? null,
    line1: line1 ?? null,
    line2: line2 ?? null,
    postal_code: postal_code ?? null,
    state: state ?? null,
  }
}

/** The parameters of an endpoint: these and `expand`, nothing else. */
export function params<S extends z.ZodRawShape>(shape: S) {
  return z.strictObject({ ...shape, expand: z.array(text).optional() })
}

function paramName(path: PropertyKey[]): string {
  const [head, ...rest] = path.map(String)
  return `${head ?? ''}${rest.map((part) => `[${part}]`).join('')}`
}

function isPresent(form: Form, path: PropertyKey[]): boolean {
  let value: unknown = form
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return false
    value = Reflect.get(value, key)
  }
  return value !== undefined
}

function failureOf(issue: z.core.$ZodIssue, form: Form): StripeFailure {
  const param = paramName(issue.path)
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => paramName([...issue.path, key]))
    const plural = names.length > 1 ? 's' : ''
    const message = `Received unknown parameter${plural}: ${names.join(', ')}`
    return invalidRequest(message, { code: 'parameter_unknown', param: names[0] ?? '' })
  }
  if (!isPresent(form, issue.path)) {
    return invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param })
  }
  const code: unknown = issue.code === 'custom' ? issue.params?.code : undefined
  if (code === 'parameter_invalid_empty') {
    const message = `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a field; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`
    return invalidRequest(message, { code, param })
  }
  if (typeof code === 'string') return invalidRequest(issue.message, { code, param })
  if (issue.code === 'custom') return invalidRequest(issue.message, { param })
  return invalidRequest(`Invalid ${issue.code === 'invalid_type' ? issue.expected : 'value'}`, {
    param,
  })
}

/** @throws {StripeFailure} 400 that does not use up an idempotency key; unknown parameters are named first. */
export function parseParams<T>(schema: z.ZodType<T>, form: Form): T {
  const result = schema.safeParse(form)
  if (result.success) return result.data
  const { issues } = result.error
  const issue = issues.find((each) => each.code === 'unrecognized_keys') ?? issues[0]
  if (issue === undefined) throw new Error('zod refused without an issue')
  const { status, body } = failureOf(issue, form)
  throw new StripeFailure(status, body, { beforeExecution: true })
}
