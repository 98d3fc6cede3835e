import { z } from 'zod'
import { AuthError, badRequest, invalid } from './errors.ts'
import type { AuthContext } from './services.ts'

const MAX_BODY_BYTES = 1024 * 1024
const MAX_EMAIL_LENGTH = 255
/** The form that browsers accept in `<input type="email">`, with a dot in the domain. */
const EMAIL =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/i

/** Text that clients may leave out or send as null; then it is ''. */
export const text = () =>
  z
    .string()
    .nullish()
    .transform((value) => value ?? '')

export const flag = (fallback: boolean) =>
  z
    .boolean()
    .nullish()
    .transform((value) => value ?? fallback)

export const object = () => z.record(z.string(), z.unknown()).nullish()

/** @throws bad_json for anything that is not the expected JSON, request_entity_too_large above 1 MiB */
export async function readBody<S extends z.ZodType>(
  c: AuthContext,
  schema: S,
): Promise<z.output<S>> {
  const parsed = schema.safeParse(parseJson(await readText(c)))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const where = issue?.path.join('.') || 'body'
  throw badRequest('bad_json', `Could not parse request body as JSON: ${where}: ${issue?.message}`)
}

async function readText(c: AuthContext): Promise<string> {
  const tooLarge = new AuthError(
    413,
    'request_entity_too_large',
    `Request body too large (max ${MAX_BODY_BYTES} bytes)`,
  )
  if (Number(c.req.header('content-length') ?? 0) > MAX_BODY_BYTES) throw tooLarge
  const body = await c.req.text()
  if (Buffer.byteLength(body) > MAX_BODY_BYTES) throw tooLarge
  return body
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body, refuseUnstorable)
  } catch (error) {
    if (error instanceof AuthError) throw error
    throw badRequest('bad_json', 'Could not parse request body as JSON')
  }
}

/** Postgres stores neither NUL nor half a surrogate pair, in text or in jsonb. */
function refuseUnstorable(key: string, value: unknown): unknown {
  for (const candidate of [key, value]) {
    if (typeof candidate !== 'string') continue
    if (candidate.includes('\0') || !candidate.isWellFormed()) {
      throw badRequest('bad_json', 'Could not parse request body as JSON: invalid character')
    }
  }
  return value
}

/** The address in the form it is stored in: lower case. @throws validation_failed */
export function validateEmail(email: string): string {
  if (email === '') throw invalid('An email address is required')
  if (email.length > MAX_EMAIL_LENGTH) throw invalid('An email address is too long')
  if (!EMAIL.test(email)) throw invalid('Unable to validate email address: invalid format')
  return email.toLowerCase()
}

export function isUuid(value: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
}
