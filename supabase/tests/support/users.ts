/** Users as Auth would have made them: confirmed, with an e-mail identity. */
import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'

export interface NewUser {
  id?: string
  /** Default: a unique address at blytz.test. */
  email?: string
  /** False for somebody who has not clicked the link yet. */
  confirmed?: boolean
  userMetadata?: Record<string, string | number | boolean | null>
  appMetadata?: Record<string, string | number | boolean | null>
}

export async function insertUser(sql: Sql, user: NewUser): Promise<{ id: string; email: string }> {
  const id = user.id ?? randomUUID()
  const email = user.email ?? `user-${id.slice(0, 8)}@blytz.test`
  const appMetadata = { provider: 'email', providers: ['email'], ...user.appMetadata }
  const identity = { sub: id, email, email_verified: user.confirmed ?? true }
  await sql.begin(async (tx) => {
    await tx`
      insert into auth.users (id, aud, role, email, email_confirmed_at, raw_app_meta_data, raw_user_meta_data)
      values (${id}, 'authenticated', 'authenticated', ${email},
        ${(user.confirmed ?? true) ? new Date() : null},
        ${tx.json(appMetadata)}, ${tx.json(user.userMetadata ?? {})})`
    await tx`
      insert into auth.identities (id, provider, provider_id, user_id, identity_data)
      values (${randomUUID()}, 'email', ${id}, ${id}, ${tx.json(identity)})`
  })
  return { id, email }
}
