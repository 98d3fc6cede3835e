import type { Queryable } from '../database.ts'

export interface SessionRow {
  id: string
  user_id: string
  aal: string | null
  not_after: Date | null
  created_at: Date
}

export interface RefreshTokenRow {
  id: string
  token: string
  user_id: string
  session_id: string | null
  revoked: boolean
  parent: string | null
  /** Seconds since the token was last used or revoked, by the database's clock. */
  idle_seconds: number
}

export interface AuthenticationMethod {
  method: string
  /** Unix seconds. */
  timestamp: number
}

export async function insertSession(
  sql: Queryable,
  session: { id: string; userId: string; userAgent: string | null; ip: string | null },
): Promise<void> {
  await sql`
    insert into auth.sessions (id, user_id, aal, user_agent, ip, created_at, updated_at)
    values (${session.id}, ${session.userId}, 'aal1', ${session.userAgent}, ${session.ip}, now(), now())`
}

export async function findSession(sql: Queryable, id: string): Promise<SessionRow | null> {
  const [session] = await sql<SessionRow[]>`
    select id, user_id, aal, not_after, created_at from auth.sessions where id = ${id}`
  return session ?? null
}

/** Waits for other refreshes of the same session. */
export async function lockSession(sql: Queryable, id: string): Promise<SessionRow | null> {
  const [session] = await sql<SessionRow[]>`
    select id, user_id, aal, not_after, created_at from auth.sessions where id = ${id} for update`
  return session ?? null
}

export async function recordRefresh(
  sql: Queryable,
  session: { id: string; userAgent: string | null; ip: string | null },
): Promise<void> {
  await sql`
    update auth.sessions
    set refreshed_at = now() at time zone 'utc', user_agent = ${session.userAgent}, ip = ${session.ip},
        updated_at = now()
    where id = ${session.id}`
}

export async function deleteSession(sql: Queryable, id: string): Promise<void> {
  await sql`delete from auth.sessions where id = ${id}`
}

export async function deleteSessionsOfUser(sql: Queryable, userId: string): Promise<void> {
  await sql`delete from auth.sessions where user_id = ${userId}`
}

export async function deleteOtherSessions(
  sql: Queryable,
  userId: string,
  keepId: string,
): Promise<void> {
  await sql`delete from auth.sessions where user_id = ${userId} and id <> ${keepId}`
}

export async function insertRefreshToken(
  sql: Queryable,
  token: { token: string; userId: string; sessionId: string; parent: string | null },
): Promise<void> {
  await sql`
    insert into auth.refresh_tokens (token, user_id, session_id, parent, revoked, created_at, updated_at)
    values (${token.token}, ${token.userId}, ${token.sessionId}, ${token.parent}, false, now(), now())`
}

export async function findRefreshToken(
  sql: Queryable,
  token: string,
): Promise<RefreshTokenRow | null> {
  const [row] = await sql<RefreshTokenRow[]>`
    select id, token, user_id, session_id, revoked, parent,
      extract(epoch from clock_timestamp() - updated_at)::float8 as idle_seconds
    from auth.refresh_tokens where token = ${token}`
  return row ?? null
}

export async function findActiveRefreshToken(
  sql: Queryable,
  sessionId: string,
): Promise<{ token: string; parent: string | null } | null> {
  const [row] = await sql<{ token: string; parent: string | null }[]>`
    select token, parent from auth.refresh_tokens
    where session_id = ${sessionId} and not revoked order by id desc limit 1`
  return row ?? null
}

export async function revokeRefreshToken(sql: Queryable, id: string): Promise<void> {
  await sql`update auth.refresh_tokens set revoked = true, updated_at = now() where id = ${id}`
}

export async function revokeTokensOfSession(sql: Queryable, sessionId: string): Promise<void> {
  await sql`
    update auth.refresh_tokens set revoked = true, updated_at = now()
    where session_id = ${sessionId} and not revoked`
}

/** Remembers how this session was authenticated; once more with the same method only renews the time. */
export async function addAuthenticationMethod(
  sql: Queryable,
  sessionId: string,
  method: string,
): Promise<void> {
  await sql`
    insert into auth.mfa_amr_claims (id, session_id, created_at, updated_at, authentication_method)
    values (${crypto.randomUUID()}, ${sessionId}, now(), now(), ${method})
    on conflict (session_id, authentication_method) do update set updated_at = now()`
}

/** Most recent first, as the `amr` claim wants them. */
export async function listAuthenticationMethods(
  sql: Queryable,
  sessionId: string,
): Promise<AuthenticationMethod[]> {
  const rows = await sql<AuthenticationMethod[]>`
    select authentication_method as method, floor(extract(epoch from updated_at))::int as timestamp
    from auth.mfa_amr_claims where session_id = ${sessionId} order by updated_at desc`
  return [...rows]
}
