/** PostgREST 13's error responses: one JSON shape, and its table from SQLSTATE to HTTP status. */

/** The body of every error that `/rest/v1` answers with. */
export interface ErrorBody {
  code: string
  message: string
  details: string | null
  hint: string | null
}

/** A refusal with the HTTP status that PostgREST gives it. */
export class RestError extends Error {
  readonly status: number
  readonly body: ErrorBody
  readonly headers: Record<string, string>

  constructor(
    status: number,
    body: Pick<ErrorBody, 'code' | 'message'> & Partial<ErrorBody>,
    headers: Record<string, string> = {},
  ) {
    super(body.message)
    this.status = status
    this.body = { details: null, hint: null, ...body }
    this.headers = headers
  }

  toResponse(): Response {
    const { code, message, details, hint } = this.body
    return new Response(JSON.stringify({ code, details, hint, message }), {
      status: this.status,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'proxy-status': `PostgREST; error=${code}`,
        ...this.headers,
      },
    })
  }
}

/** What both database drivers put on an error that Postgres itself raised. */
export interface DatabaseError extends Error {
  code: string
  severity: string
  detail?: string | undefined
  hint?: string | undefined
}

export function isDatabaseError(error: unknown): error is DatabaseError {
  return (
    error instanceof Error &&
    'severity' in error &&
    typeof error.severity === 'string' &&
    'code' in error &&
    typeof error.code === 'string'
  )
}

const STATUS_BY_CODE: Record<string, number> = {
  '23503': 409,
  '23505': 409,
  '25006': 405,
  '42883': 404,
  '42P01': 404,
  '42P17': 500,
  '57P01': 503,
  P0001: 400,
}

const STATUS_BY_CLASS: Record<string, number> = {
  '08': 503,
  '09': 500,
  '0L': 403,
  '0P': 403,
  '25': 500,
  '28': 403,
  '2D': 500,
  '38': 500,
  '39': 500,
  '3B': 500,
  '40': 500,
  '53': 503,
  '54': 500,
  '55': 500,
  '57': 500,
  '58': 500,
  F0: 500,
  HV: 500,
  P0: 500,
  XX: 500,
}

function statusOf(error: DatabaseError, signedIn: boolean): number {
  const { code, message } = error
  if (code === '42501') return signedIn ? 403 : 401
  if (code === '53400') return 500
  if (code === '21000') return message.endsWith('requires a WHERE clause') ? 400 : 500
  if (code === '22023') return /^role .* does not exist$/s.test(message) ? 401 : 400
  const own = /^PT(\d{3})$/.exec(code)?.[1]
  if (own !== undefined) return validStatus(Number(own)) ? Number(own) : 500
  if (code.startsWith('PT')) return 500
  return STATUS_BY_CODE[code] ?? STATUS_BY_CLASS[code.slice(0, 2)] ?? 400
}

/** Statuses that a `Response` can carry; 1xx cannot be answered with a body. */
export function validStatus(status: number): boolean {
  return Number.isInteger(status) && status >= 200 && status <= 599
}

function jsonObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { ...value }
      : null
  } catch {
    return null
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function unreadableRaise(details: string, hint: string): RestError {
  const message = 'Could not parse JSON in the "RAISE SQLSTATE \'PGRST\'" error'
  return new RestError(500, { code: 'PGRST121', message, details, hint })
}

/** `raise sqlstate 'PGRST'` lets a function write the whole response; message and detail are JSON. */
function raisedResponse(error: DatabaseError): RestError {
  const body = jsonObject(error.message)
  if (typeof body?.code !== 'string' || typeof body.message !== 'string') {
    return unreadableRaise(
      `Invalid JSON value for MESSAGE: '${error.message}'`,
      "MESSAGE must be a JSON object with obligatory keys: 'code', 'message' and optional keys: 'details', 'hint'.",
    )
  }
  const detailHint =
    "DETAIL must be a JSON object with obligatory keys: 'status', 'headers' and optional key: 'status_text'."
  if (!error.detail) return unreadableRaise('DETAIL is missing in the RAISE statement', detailHint)
  const detail = jsonObject(error.detail)
  const headers = detail?.headers
  const status = detail?.status
  if (
    typeof status !== 'number' ||
    !validStatus(status) ||
    typeof headers !== 'object' ||
    headers === null
  ) {
    return unreadableRaise(`Invalid JSON value for DETAIL: '${error.detail}'`, detailHint)
  }
  const own = Object.entries(headers).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  return new RestError(
    status,
    {
      code: body.code,
      message: body.message,
      details: textOrNull(body.details),
      hint: textOrNull(body.hint),
    },
    Object.fromEntries(own),
  )
}

/** What PostgREST answers when the database refuses; `signedIn` is true for every role but anon. */
export function fromDatabaseError(error: DatabaseError, signedIn: boolean): RestError {
  if (error.code === 'PGRST') return raisedResponse(error)
  if (error.severity === 'FATAL' && error.code !== '57P01') {
    const message = 'Database connection error. Retrying the connection.'
    return new RestError(503, { code: 'PGRST000', message, details: error.message })
  }
  const status = statusOf(error, signedIn)
  return new RestError(
    status,
    {
      code: error.code,
      message: error.message,
      details: error.detail ?? null,
      hint: error.hint ?? null,
    },
    status === 401 ? { 'www-authenticate': 'Bearer' } : {},
  )
}
