/** The books against Stripe: what a lost webhook would have told is fetched anew, and what is left over is written down. */
import type Stripe from 'stripe'
import { z } from 'zod'
import { lookAtAccount } from './accounts.ts'
import { type Commands, command } from './commands.ts'
import { expanded, idOf } from './stripe.ts'
import { EFFECTS, type Effect } from './stripe-effects.ts'

const fact = z.object({
  type: z.enum(['payment_intent', 'refund', 'refund_failed', 'dispute', 'dispute_won']),
  id: z.string(),
})
type Fact = z.infer<typeof fact>

const run = z.object({
  run: z.int(),
  /** Unix seconds. */
  since: z.int(),
  open_disputes: z.array(z.string()),
  stale_accounts: z.array(z.string()),
  accounts: z.array(z.string()),
})

interface Balance {
  account: string
  currency: string
  cents: number
}

export interface ReconciliationStore {
  begin(): Promise<z.infer<typeof run>>
  /** Of these, what the books do not know. */
  unknown(facts: Fact[]): Promise<Fact[]>
  /** Null: nothing of ours. True when it has repaired something. */
  apply(object: string, effect: Effect | null): Promise<boolean>
  /** How many differences are open. */
  finish(run: number, lookedAt: number, balances: Balance[]): Promise<number>
}

/** `client` holds the secret key. */
export function createReconciliationStore(client: Commands): ReconciliationStore {
  return {
    begin: () => command(client, 'begin_reconciliation', {}, run),
    unknown: (p_facts) => command(client, 'unknown_at_stripe', { p_facts }, z.array(fact)),
    apply: (p_object, effect) =>
      command(client, 'reconcile_object', { p_object, p_effect: effect ?? {} }, z.boolean()),
    finish: (p_run, p_looked_at, p_balances) =>
      command(client, 'finish_reconciliation', { p_run, p_looked_at, p_balances }, z.int()),
  }
}

export interface ReconciliationContext {
  stripe: Stripe
  reconciliation: ReconciliationStore
}

/** What a balance transaction is about, as far as it has an object of ours; transfers and fees come with their charge. */
function factOf({ source, reporting_category }: Stripe.BalanceTransaction): Fact | undefined {
  const object = expanded(source)
  if (object?.object === 'charge') {
    const id = idOf(object.payment_intent)
    return id === undefined ? undefined : { type: 'payment_intent', id }
  }
  if (object?.object === 'refund')
    return {
      type: reporting_category === 'refund_failure' ? 'refund_failed' : 'refund',
      id: object.id,
    }
  if (object?.object !== 'dispute') return undefined
  return {
    type: reporting_category === 'dispute_reversal' ? 'dispute_won' : 'dispute',
    id: object.id,
  }
}

const EVENT: Record<Fact['type'], string> = {
  payment_intent: 'payment_intent.succeeded',
  refund: 'refund.updated',
  refund_failed: 'refund.failed',
  dispute: 'charge.dispute.updated',
  dispute_won: 'charge.dispute.updated',
}

const effectOf = (stripe: Stripe, { type, id }: Fact) => EFFECTS[EVENT[type]]?.(stripe, { id })

function balancesOf(account: string, { available, pending }: Stripe.Balance): Balance[] {
  const sums = new Map<string, number>()
  for (const { currency, amount } of [...available, ...pending])
    sums.set(currency, (sums.get(currency) ?? 0) + amount)
  return [...sums].map(([currency, cents]) => ({ account, currency, cents }))
}

/** Of a dispute at Stripe. */
const DECIDED = ['won', 'lost', 'warning_closed', 'prevented']

/** As many facts as one question holds. */
const AT_ONCE = 200

/** @returns how many differences nobody can explain. */
export async function reconcile({
  stripe,
  reconciliation,
}: ReconciliationContext): Promise<number> {
  const { run, since, open_disputes, stale_accounts, accounts } = await reconciliation.begin()
  let lookedAt = 0
  async function compare(facts: Fact[]): Promise<void> {
    lookedAt += facts.length
    // In the order of time: a refund needs its charge.
    for (const each of await reconciliation.unknown(facts)) {
      await reconciliation.apply(each.id, (await effectOf(stripe, each)) ?? null)
    }
  }
  for (const id of stale_accounts) {
    const seen = await lookAtAccount(stripe, id)
    await reconciliation.apply(id, { kind: 'account', seen })
  }
  const transactions: Fact[] = []
  const filter = { limit: 100, created: { gte: since }, expand: ['data.source'] }
  for await (const each of stripe.balanceTransactions.list(filter)) {
    const found = factOf(each)
    if (found !== undefined) transactions.push(found)
  }
  transactions.reverse()
  for (let at = 0; at < transactions.length; at += AT_ONCE)
    await compare(transactions.slice(at, at + AT_ONCE))
  // A case that is lost and an inquiry that is let be move no money, so no transaction tells of it.
  for (const id of open_disputes) {
    const effect = await effectOf(stripe, { type: 'dispute', id })
    if (effect?.kind === 'dispute' && DECIDED.includes(effect.seen.status))
      await reconciliation.apply(id, effect)
  }
  const balances = balancesOf('platform', await stripe.balance.retrieve())
  for (const stripeAccount of accounts) {
    const balance = await stripe.balance.retrieve({}, { stripeAccount })
    balances.push(...balancesOf(stripeAccount, balance))
  }
  return reconciliation.finish(run, lookedAt, balances)
}
