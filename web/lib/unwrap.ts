import { toAppError } from './errors.ts'

/** An error that is not one of `client.auth`: those have an `unwrapAuth` of their own. */
type ReplyError = { code?: unknown; message?: string; __isAuthError?: never } | null

/** The data of a supabase-js reply, or its error thrown as an AppError. */
export function unwrap<Reply extends { data: unknown; error: ReplyError }>(
  reply: Reply,
): Extract<Reply, { error: null }>['data'] {
  if (reply.error !== null) throw toAppError(reply.error)
  return reply.data
}
