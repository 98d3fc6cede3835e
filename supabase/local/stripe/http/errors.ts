/** Refusals in Stripe's words: https://docs.stripe.com/api/errors and https://docs.stripe.com/error-codes */

export type ErrorType = 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'

export interface ErrorBody {
  type: ErrorType
  message: string
  code?: string
  decline_code?: string
  doc_url?: string
  param?: string
  /** `payment_intent`, `payment_method`, `setup_intent`, `charge` where Stripe adds them. */
  [extra: string]: unknown
}

export class StripeFailure extends Error {
  override name = 'StripeFailure'
  readonly status: number
  readonly body: ErrorBody
  readonly headers: Record<string, string>
  /** The request never began: an idempotency key is not used up by it. */
  readonly beforeExecution: boolean

  constructor(
    status: number,
    body: ErrorBody,
    options: { headers?: Record<string, string>; beforeExecution?: boolean } = {},
  ) {
    super(body.message)
    this.status = status
    this.body =
      body.code === undefined
        ? body
        : {
            ...body,
            doc_url: `https://stripe.com/docs/error-codes/${body.code.replaceAll('_', '-')}`,
          }
    this.headers = options.headers ?? {}
    this.beforeExecution = options.beforeExecution ?? false
  }
}

/** 400: the request makes no sense, or not now. */
export function invalidRequest(
  message: string,
  { param, code, ...extra }: { param?: string; code?: string; [extra: string]: unknown } = {},
): StripeFailure {
  return new StripeFailure(400, {
    type: 'invalid_request_error',
    message,
    ...(code === undefined ? {} : { code }),
    ...(param === undefined ? {} : { param }),
    ...extra,
  })
}

/** 404 for the object that the path names, 400 for one that a parameter names. */
export function noSuch(
  kind: string,
  id: string,
  { param, inPath }: { param: string; inPath: boolean },
): StripeFailure {
  return new StripeFailure(inPath ? 404 : 400, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${kind}: '${id}'`,
    param,
  })
}

export interface Decline {
  code: string
  decline_code?: string
  message: string
}

/** 402: the card was refused. */
export function cardError(decline: Decline, extra: Record<string, unknown> = {}): StripeFailure {
  return new StripeFailure(402, { type: 'card_error', ...decline, ...extra })
}
