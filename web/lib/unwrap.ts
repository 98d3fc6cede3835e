import { toAppError } from './errors.ts'

/** The data of a supabase-js reply, or its error thrown as an AppError. */
export function unwrap<Reply extends { data: unknown; error: unknown }>(
  reply: Reply,
): Extract<Reply, { error: null }>['data'] {
  if (reply.error !== null) throw toAppError(reply.error)
  return reply.data
}
