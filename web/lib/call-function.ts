import { FunctionsFetchError, FunctionsHttpError } from '@supabase/supabase-js'
import type * as z from 'zod/mini'
import { client } from './client.ts'
import { toAppError } from './errors.ts'

/**
 * Calls an edge function as the signed-in person, or as nobody, and checks its answer.
 * @throws an AppError: the database's code where the function passes one on, NETWORK without an answer, UNKNOWN
 * otherwise. {@link functionCode} tells the function's own code.
 */
export async function callFunction<Answer>(
  name: string,
  body: Record<string, unknown>,
  schema: z.ZodMiniType<Answer>,
  method: 'POST' | 'DELETE' = 'POST',
): Promise<Answer> {
  const { data, error } = await client.functions.invoke<unknown>(name, { method, body })
  if (error === null) return schema.parse(data)
  throw toAppError(await causeOf(error))
}

async function causeOf(error: unknown): Promise<unknown> {
  if (error instanceof FunctionsFetchError) return new TypeError('No answer', { cause: error })
  if (!(error instanceof FunctionsHttpError)) return error
  const response: unknown = error.context
  if (!(response instanceof Response)) return error
  const answer: unknown = await response.json().catch(() => null)
  // Ours name a code; what stands before the function (a gateway, a deployment) answers in its own way.
  return typeof answer === 'object' && answer !== null && 'error' in answer ? answer.error : error
}

/** The code that an edge function gave with its refusal, e.g. `video_unavailable`; null for any other error. */
export function functionCode(error: unknown): string | null {
  const code: unknown = Reflect.get(Object(toAppError(error).cause), 'code')
  return typeof code === 'string' && code !== '' ? code : null
}
