/** Errors that the database raised (supabase/README.md), as the functions answer them: the same code, a status for it. */
import { HttpError } from './errors.ts'

const STATUS: Readonly<Record<string, number>> = {
  '42501': 403,
  IDMPT: 409,
  INVAL: 400,
  KBANN: 403,
  MFAAL: 403,
  NOFND: 404,
  PAUSD: 503,
  RTLIM: 429,
  STATE: 409,
}

interface DatabaseError {
  code: string
  message: string
  details: string
}

function isDatabaseError(error: unknown): error is DatabaseError {
  if (typeof error !== 'object' || error === null) return false
  return typeof Reflect.get(error, 'code') === 'string'
}

/** The `detail` of an error is JSON where the database wrote it, and nothing that may be passed on otherwise. */
function detailsOf(text: unknown): unknown {
  if (typeof text !== 'string' || !text.startsWith('{')) return null
  try {
    const parsed: unknown = JSON.parse(text)
    return parsed
  } catch {
    return null
  }
}

/** An {@link HttpError} for a registered code; anything else is passed through, to be logged and answered as 500. */
export function fromDatabase(error: unknown): unknown {
  if (!isDatabaseError(error)) return error
  const status = STATUS[error.code]
  if (status === undefined) return error
  return new HttpError(status, error.code, error.message, detailsOf(error.details))
}
