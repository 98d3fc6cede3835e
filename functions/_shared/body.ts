import type { z } from 'zod'
import { HttpError } from './errors.ts'

/** No function needs more; webhooks of Stripe and LiveKit stay well below. */
export const BODY_LIMIT_BYTES = 64 * 1024

function tooLarge(): HttpError {
  return new HttpError(413, 'body_too_large', `The body may have ${BODY_LIMIT_BYTES} bytes at most`)
}

/** The body as text, exactly as it was sent (signatures of webhooks cover every byte). */
export async function readText(request: Request): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > BODY_LIMIT_BYTES) throw tooLarge()
  if (request.body === null) return ''
  const decoder = new TextDecoder()
  let size = 0
  let text = ''
  for await (const chunk of request.body) {
    size += chunk.byteLength
    if (size > BODY_LIMIT_BYTES) throw tooLarge()
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

/** The body as `schema` describes it. Throws 400 `invalid_json` or `invalid_input` with the offending paths. */
export async function readJson<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const text = await readText(request)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new HttpError(400, 'invalid_json', 'The body must be JSON')
  }
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issues = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  throw new HttpError(400, 'invalid_input', 'The body is not what this function takes', issues)
}
