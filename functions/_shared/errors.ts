/** An answer that is not a success, with a constant code for programs and a text for people. */
export class HttpError extends Error {
  readonly status: number
  readonly code: string
  readonly details: unknown

  /** `details` reaches the caller: never put in what they may not know. */
  constructor(status: number, code: string, message: string, details: unknown = null) {
    super(message)
    this.name = 'HttpError'
    this.status = status
    this.code = code
    this.details = details
  }
}

/** The body of every error of every function. */
export interface ErrorBody {
  error: { code: string; message: string; details: unknown; request_id: string }
}

export function errorBody(error: HttpError, requestId: string): ErrorBody {
  const { code, message, details } = error
  return { error: { code, message, details, request_id: requestId } }
}
