import { type JsonObject, json, type Queryable } from '../database.ts'

export interface IdentityRow {
  identity_id: string
  id: string
  user_id: string
  identity_data: JsonObject
  provider: string
  last_sign_in_at: string | null
  created_at: string
  updated_at: string
  email: string | null
}

export interface FactorRow {
  id: string
  friendly_name: string | null
  factor_type: string
  status: 'unverified' | 'verified'
  created_at: string
  updated_at: string
}

/** A row of `auth.users` with the identities and factors that belong to it. Tokens are '' when there is none. */
export interface UserRow {
  id: string
  aud: string
  role: string
  email: string | null
  phone: string | null
  encrypted_password: string | null
  email_confirmed_at: Date | null
  phone_confirmed_at: Date | null
  confirmed_at: Date | null
  invited_at: Date | null
  confirmation_token: string
  confirmation_sent_at: Date | null
  recovery_token: string
  recovery_sent_at: Date | null
  email_change: string
  email_change_token_new: string
  email_change_token_current: string
  email_change_sent_at: Date | null
  email_change_confirm_status: number
  last_sign_in_at: Date | null
  raw_app_meta_data: JsonObject
  raw_user_meta_data: JsonObject
  banned_until: Date | null
  deleted_at: Date | null
  is_anonymous: boolean
  created_at: Date
  updated_at: Date
  identities: IdentityRow[]
  factors: FactorRow[]
}

export interface NewUser {
  id: string
  email: string
  encryptedPassword: string | null
  appMetaData: JsonObject
  userMetaData: JsonObject
  role: string
}

/** Columns that change after a user exists. */
export type UserPatch = Partial<
  Pick<
    UserRow,
    | 'email'
    | 'role'
    | 'encrypted_password'
    | 'email_confirmed_at'
    | 'invited_at'
    | 'confirmation_token'
    | 'confirmation_sent_at'
    | 'recovery_token'
    | 'recovery_sent_at'
    | 'email_change'
    | 'email_change_token_new'
    | 'email_change_token_current'
    | 'email_change_sent_at'
    | 'email_change_confirm_status'
    | 'banned_until'
  >
>

const AUDIENCE = 'authenticated'
const NO_INSTANCE = '00000000-0000-0000-0000-000000000000'

/** People may have written users by SQL and left out what GoTrue never leaves null. */
function selectUser(sql: Queryable) {
  return sql`
    select
      u.id, coalesce(u.aud, '') as aud, coalesce(u.role, '') as role, u.email, u.phone, u.encrypted_password,
      u.email_confirmed_at, u.phone_confirmed_at, u.confirmed_at, u.invited_at,
      coalesce(u.confirmation_token, '') as confirmation_token, u.confirmation_sent_at,
      coalesce(u.recovery_token, '') as recovery_token, u.recovery_sent_at,
      coalesce(u.email_change, '') as email_change,
      coalesce(u.email_change_token_new, '') as email_change_token_new,
      coalesce(u.email_change_token_current, '') as email_change_token_current,
      u.email_change_sent_at, coalesce(u.email_change_confirm_status, 0)::int as email_change_confirm_status,
      u.last_sign_in_at, coalesce(u.raw_app_meta_data, '{}') as raw_app_meta_data,
      coalesce(u.raw_user_meta_data, '{}') as raw_user_meta_data,
      u.banned_until, u.deleted_at, u.is_anonymous, u.created_at, u.updated_at,
      coalesce((
        select json_agg(json_build_object(
          'identity_id', i.id, 'id', i.provider_id, 'user_id', i.user_id, 'identity_data', i.identity_data,
          'provider', i.provider, 'last_sign_in_at', i.last_sign_in_at, 'created_at', i.created_at,
          'updated_at', i.updated_at, 'email', i.email
        ) order by i.created_at)
        from auth.identities i where i.user_id = u.id
      ), '[]') as identities,
      coalesce((
        select json_agg(json_build_object(
          'id', f.id, 'friendly_name', f.friendly_name, 'factor_type', f.factor_type, 'status', f.status,
          'created_at', f.created_at, 'updated_at', f.updated_at
        ) order by f.created_at)
        from auth.mfa_factors f where f.user_id = u.id
      ), '[]') as factors
    from auth.users u`
}

export async function findUserById(sql: Queryable, id: string): Promise<UserRow | null> {
  const [user] = await sql<UserRow[]>`${selectUser(sql)} where u.id = ${id}`
  return user ?? null
}

export async function findUserByEmail(sql: Queryable, email: string): Promise<UserRow | null> {
  const [user] = await sql<UserRow[]>`
    ${selectUser(sql)} where lower(u.email) = ${email.toLowerCase()} and not u.is_sso_user`
  return user ?? null
}

/** Waits for other transactions on this user, then reads what they left. */
export async function lockUser(sql: Queryable, id: string): Promise<UserRow | null> {
  await sql`select 1 from auth.users where id = ${id} for no key update`
  return findUserById(sql, id)
}

/** Whether somebody other than `exceptUserId` has the address, as account or as identity. */
export async function isEmailTaken(
  sql: Queryable,
  email: string,
  exceptUserId: string | null = null,
): Promise<boolean> {
  const rows = await sql`
    select 1 from auth.users
    where lower(email) = ${email} and not is_sso_user and id is distinct from ${exceptUserId}::uuid
    union all
    select 1 from auth.identities where email = ${email} and user_id is distinct from ${exceptUserId}::uuid
    limit 1`
  return rows.length > 0
}

/** One INSERT with everything that is known, so that triggers see the row as hosted shows it to them. */
export async function insertUser(sql: Queryable, user: NewUser): Promise<void> {
  await sql`
    insert into auth.users (
      instance_id, id, aud, role, email, encrypted_password, raw_app_meta_data, raw_user_meta_data,
      confirmation_token, recovery_token, email_change, email_change_token_new, email_change_token_current,
      phone_change, phone_change_token, reauthentication_token, created_at, updated_at
    ) values (
      ${NO_INSTANCE}, ${user.id}, ${AUDIENCE}, ${user.role}, ${user.email}, ${user.encryptedPassword},
      ${json(sql, user.appMetaData)}, ${json(sql, user.userMetaData)},
      '', '', '', '', '', '', '', '', now(), now()
    )`
}

export async function updateUser(sql: Queryable, id: string, patch: UserPatch): Promise<void> {
  await sql`update auth.users set ${sql(patch)}, updated_at = now() where id = ${id}`
}

export async function setUserMetaData(
  sql: Queryable,
  id: string,
  value: JsonObject,
): Promise<void> {
  await sql`update auth.users set raw_user_meta_data = ${json(sql, value)}, updated_at = now() where id = ${id}`
}

export async function setAppMetaData(sql: Queryable, id: string, value: JsonObject): Promise<void> {
  await sql`update auth.users set raw_app_meta_data = ${json(sql, value)}, updated_at = now() where id = ${id}`
}

export async function touchLastSignIn(sql: Queryable, id: string): Promise<void> {
  await sql`update auth.users set last_sign_in_at = now(), updated_at = now() where id = ${id}`
}

export async function deleteUser(sql: Queryable, id: string): Promise<void> {
  // Not every deployed schema has the foreign key from refresh tokens to users that would do this.
  await sql`delete from auth.refresh_tokens where user_id = ${id}`
  await sql`delete from auth.flow_state where user_id = ${id}`
  await sql`delete from auth.users where id = ${id}`
}

/** Newest first. `filter` looks into the address and the full name. */
export async function listUsers(
  sql: Queryable,
  page: { number: number; size: number; filter: string },
): Promise<{ users: UserRow[]; total: number }> {
  const pattern = `%${page.filter.replace(/[\\%_]/g, '\\$&')}%`
  const matching = sql`
    where ${page.filter} = '' or u.email like ${pattern} or u.raw_user_meta_data ->> 'full_name' ilike ${pattern}`
  const users = await sql<UserRow[]>`
    ${selectUser(sql)} ${matching}
    order by u.created_at desc, u.id limit ${page.size} offset ${(page.number - 1) * page.size}`
  const [count] = await sql<
    { total: number }[]
  >`select count(*)::int as total from auth.users u ${matching}`
  return { users: [...users], total: count?.total ?? 0 }
}

export async function insertEmailIdentity(
  sql: Queryable,
  userId: string,
  identityData: JsonObject,
): Promise<void> {
  await sql`
    insert into auth.identities
      (id, provider, provider_id, user_id, identity_data, last_sign_in_at, created_at, updated_at)
    values (${crypto.randomUUID()}, 'email', ${userId}, ${userId}, ${json(sql, identityData)}, now(), now(), now())`
}

/** Overwrites these keys of the user's e-mail identity and leaves the others. */
export async function mergeEmailIdentity(
  sql: Queryable,
  userId: string,
  identityData: JsonObject,
): Promise<void> {
  await sql`
    update auth.identities set identity_data = identity_data || ${json(sql, identityData)}, updated_at = now()
    where user_id = ${userId} and provider = 'email'`
}
