/** A shop's connected account: what of it the database wants to know, and where that is kept. */
import type Stripe from 'stripe'
import { z } from 'zod'
import { type Commands, command } from './commands.ts'

/** As public.sync_account takes it. */
export interface SeenAccount {
  account_id: string
  observed_at: string
  can_receive: boolean
  payouts_enabled: boolean
  details_submitted: boolean
  disabled_reason: string | null
  due: string[]
}

export async function lookAtAccount(stripe: Stripe, id: string): Promise<SeenAccount> {
  const observed_at = new Date().toISOString()
  const account = await stripe.accounts.retrieve(id)
  return {
    account_id: account.id,
    observed_at,
    can_receive: account.capabilities?.transfers === 'active',
    payouts_enabled: account.payouts_enabled === true,
    details_submitted: account.details_submitted === true,
    disabled_reason: account.requirements?.disabled_reason ?? null,
    due: account.requirements?.currently_due ?? [],
  }
}

export interface AccountStore {
  /** The shop's account, after keeping `accountId` unless there is one. @throws {HttpError} NOFND, RTLIM. */
  account(sellerId: string, accountId?: string): Promise<string | null>
  /** False when it is none of ours. */
  sync(seen: SeenAccount): Promise<boolean>
}

/** `client` holds the secret key. */
export function createAccountStore(client: Commands): AccountStore {
  return {
    account: (p_seller_id, accountId) =>
      command(
        client,
        'store_account',
        { p_seller_id, p_account_id: accountId ?? null },
        z.string().nullable(),
      ),
    sync: (p_seen) => command(client, 'sync_account', { p_seen }, z.boolean()),
  }
}
