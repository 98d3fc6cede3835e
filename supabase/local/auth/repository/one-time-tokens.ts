import type { Queryable } from '../database.ts'

export type OneTimeTokenType =
  | 'confirmation_token'
  | 'recovery_token'
  | 'email_change_token_new'
  | 'email_change_token_current'

export interface OneTimeTokenRow {
  user_id: string
  token_type: OneTimeTokenType
}

/** A user has at most one token of a type: a new mail makes the older one's link worthless. */
export async function replaceOneTimeToken(
  sql: Queryable,
  token: { userId: string; type: OneTimeTokenType; hash: string; relatesTo: string },
): Promise<void> {
  await sql`delete from auth.one_time_tokens where user_id = ${token.userId} and token_type = ${token.type}`
  await sql`
    insert into auth.one_time_tokens (id, user_id, token_type, token_hash, relates_to)
    values (${crypto.randomUUID()}, ${token.userId}, ${token.type}, ${token.hash}, ${token.relatesTo.toLowerCase()})`
}

export async function findOneTimeToken(
  sql: Queryable,
  hash: string,
  types: OneTimeTokenType[],
): Promise<OneTimeTokenRow | null> {
  const [token] = await sql<OneTimeTokenRow[]>`
    select user_id, token_type from auth.one_time_tokens
    where token_hash = ${hash} and token_type::text in ${sql(types)}`
  return token ?? null
}

export async function clearOneTimeTokens(
  sql: Queryable,
  userId: string,
  type?: OneTimeTokenType,
): Promise<void> {
  if (type)
    await sql`delete from auth.one_time_tokens where user_id = ${userId} and token_type = ${type}`
  else await sql`delete from auth.one_time_tokens where user_id = ${userId}`
}
