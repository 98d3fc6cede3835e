import type { Queryable } from '../database.ts'

export interface FlowStateRow {
  id: string
  user_id: string | null
  auth_code: string
  authentication_method: string
  code_challenge: string
  code_challenge_method: 's256' | 'plain'
  auth_code_issued_at: Date | null
  created_at: Date
}

export async function insertFlowState(
  sql: Queryable,
  flow: {
    userId: string
    method: string
    codeChallenge: string
    codeChallengeMethod: 's256' | 'plain'
  },
): Promise<void> {
  await sql`
    insert into auth.flow_state (
      id, user_id, auth_code, authentication_method, provider_type, code_challenge, code_challenge_method,
      provider_access_token, provider_refresh_token, created_at, updated_at
    ) values (
      ${crypto.randomUUID()}, ${flow.userId}, ${crypto.randomUUID()}, ${flow.method}, 'email',
      ${flow.codeChallenge}, ${flow.codeChallengeMethod}, '', '', now(), now()
    )`
}

/** Marks the user's newest flow of this method as redeemed by its link and returns its code. */
export async function issueAuthCode(
  sql: Queryable,
  userId: string,
  method: string,
): Promise<string | null> {
  const [flow] = await sql<{ auth_code: string }[]>`
    update auth.flow_state set auth_code_issued_at = now(), updated_at = now()
    where id = (
      select id from auth.flow_state
      where user_id = ${userId} and authentication_method = ${method} and code_challenge is not null
      order by created_at desc limit 1
    )
    returning auth_code`
  return flow?.auth_code ?? null
}

/** Locked, so that a code is exchanged once however many requests bring it. */
export async function lockFlowState(
  sql: Queryable,
  authCode: string,
): Promise<FlowStateRow | null> {
  const [flow] = await sql<FlowStateRow[]>`
    select id, user_id, auth_code, authentication_method, code_challenge, code_challenge_method,
      auth_code_issued_at, created_at
    from auth.flow_state
    where auth_code = ${authCode} and code_challenge is not null for update`
  return flow ?? null
}

export async function deleteFlowState(sql: Queryable, id: string): Promise<void> {
  await sql`delete from auth.flow_state where id = ${id}`
}
