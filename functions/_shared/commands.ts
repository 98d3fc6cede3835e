/** Commands of the database as a function calls them: parsed answers, and refusals as this API tells them. */
import type { PostgrestError } from '@supabase/supabase-js'
import type { z } from 'zod'
import { HttpError } from './errors.ts'

/** As much of a Supabase client as this needs. */
export interface Commands {
  rpc(
    name: string,
    args: Record<string, unknown>,
  ): PromiseLike<{
    data: unknown
    error: Pick<PostgrestError, 'code' | 'message' | 'details'> | null
  }>
}

const STATUS: Record<string, number> = {
  '42501': 403,
  NOFND: 404,
  STATE: 409,
  INVAL: 400,
  RTLIM: 429,
  MFAAL: 403,
  NOCRD: 409,
  KBANN: 403,
}

function detailOf(text: string | null): unknown {
  if (!text?.startsWith('{')) return null
  const value: unknown = JSON.parse(text)
  return value
}

/** A registered refusal keeps its code, message and detail; anything else is our own failure. */
export function refusalOf(error: Pick<PostgrestError, 'code' | 'message' | 'details'>): Error {
  const status = STATUS[error.code]
  if (status === undefined) return new Error(`the database failed: ${error.code} ${error.message}`)
  return new HttpError(status, error.code, error.message, detailOf(error.details))
}

/**
 * Calls `public.<name>` and parses its answer.
 * @throws {HttpError} with the command's own code when it refuses.
 */
export async function command<T>(
  client: Commands,
  name: string,
  args: Record<string, unknown>,
  schema: z.ZodType<T>,
): Promise<T> {
  const { data, error } = await client.rpc(name, args)
  if (error) throw refusalOf(error)
  return schema.parse(data)
}
