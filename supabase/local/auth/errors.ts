import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

const API_VERSION_HEADER = 'X-Supabase-Api-Version'
/** From this version on error bodies are `{code, message}`; before, `{code: status, error_code, msg}`. */
const NAMED_CODES_VERSION = '2024-01-01'

/**
 * A refusal with GoTrue's own status, error code and message
 * (https://supabase.com/docs/guides/auth/debugging/error-codes).
 */
export class AuthError extends Error {
  readonly status: ContentfulStatusCode
  readonly code: string
  readonly weakPasswordReasons: string[] | undefined

  constructor(
    status: ContentfulStatusCode,
    code: string,
    message: string,
    options: { cause?: unknown; weakPasswordReasons?: string[] } = {},
  ) {
    super(message, { cause: options.cause })
    this.status = status
    this.code = code
    this.weakPasswordReasons = options.weakPasswordReasons
  }
}

export const badRequest = (code: string, message: string) => new AuthError(400, code, message)
export const invalid = (message: string) => badRequest('validation_failed', message)
export const forbidden = (code: string, message: string) => new AuthError(403, code, message)
export const notFound = (code: string, message: string) => new AuthError(404, code, message)
export const unprocessable = (code: string, message: string) => new AuthError(422, code, message)
export const tooMany = (code: string, message: string) => new AuthError(429, code, message)
/** Something failed on our side; `cause` goes to the log, never to the client. */
export const internal = (message: string, cause?: unknown) =>
  new AuthError(500, 'unexpected_failure', message, { cause })
/** A part of GoTrue that this service does not have. */
export const notImplemented = (message: string) => new AuthError(501, 'not_implemented', message)

/** Anything that was thrown, as the refusal the client sees. */
export function toAuthError(error: unknown): AuthError {
  if (error instanceof AuthError) return error
  return internal('Unexpected failure, please check server logs for more information', error)
}

/** Writes the error in the shape of the API version that the client asked for. */
export function errorResponse(c: Context, error: AuthError): Response {
  c.header('x-sb-error-code', error.code)
  const weakPassword = error.weakPasswordReasons
    ? { weak_password: { reasons: error.weakPasswordReasons } }
    : {}
  if (wantsNamedCodes(c.req.header(API_VERSION_HEADER))) {
    c.header(API_VERSION_HEADER, NAMED_CODES_VERSION)
    return c.json({ code: error.code, message: error.message, ...weakPassword }, error.status)
  }
  return c.json(
    { code: error.status, error_code: error.code, msg: error.message, ...weakPassword },
    error.status,
  )
}

/** ISO dates compare as text; anything else is the oldest version, as in GoTrue. */
function wantsNamedCodes(version: string | undefined): boolean {
  return (
    version !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(version) && version >= NAMED_CODES_VERSION
  )
}
