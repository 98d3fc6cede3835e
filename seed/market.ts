/** The demo's people as API clients: the operator with the secret key, everybody else with a session of their own. */
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import type { Database } from '../web/types/database.ts'
import { assertDone, CallError } from './call.ts'
import type { Account } from './marker.ts'
import { emailOf } from './personas.ts'
import type { SeedTarget } from './target.ts'

export type Client = SupabaseClient<Database>

export interface Market {
  target: SeedTarget
  /** With the secret key: accounts, categories, and what a webhook or an administrator would do. */
  operator: Client
  /** The person's own session; signed in at the first use. */
  as(name: string): Promise<Client>
}

/** Above what the demo makes; a local stack with more accounts than this has been used for something else. */
const MANY_ACCOUNTS = 1000

// A session of a seed lives in memory: there is no browser to keep it, and supabase-js refreshes it when it is used.
const IN_MEMORY = {
  auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
}

export function openMarket(target: SeedTarget): Market {
  const operator = createClient<Database>(target.apiUrl, target.secretKey, IN_MEMORY)
  const sessions = new Map<string, Promise<Client>>()
  return {
    target,
    operator,
    as(name) {
      const known = sessions.get(name)
      if (known) return known
      const session = signIn(target, operator, name)
      sessions.set(name, session)
      session.catch(() => sessions.delete(name))
      return session
    },
  }
}

/** By a link instead of the password: half a dozen bcrypt checks at every start would be felt. */
async function signIn(target: SeedTarget, operator: Client, name: string): Promise<Client> {
  const link = await operator.auth.admin.generateLink({ type: 'magiclink', email: emailOf(name) })
  if (link.error) throw new CallError(`sign-in link of ${name}`, link.error)
  const client = createClient<Database>(target.apiUrl, target.publishableKey, IN_MEMORY)
  const { hashed_token } = link.data.properties
  assertDone(
    `sign-in of ${name}`,
    await client.auth.verifyOtp({ type: 'magiclink', token_hash: hashed_token }),
  )
  return client
}

export async function listAccounts(operator: Client): Promise<Account[]> {
  const listed = await operator.auth.admin.listUsers({ page: 1, perPage: MANY_ACCOUNTS })
  if (listed.error) throw new CallError('list of accounts', listed.error)
  return listed.data.users
}
