/** The books against Stripe: what a lost webhook would have told is fetched anew, and what is left over is written down. */
import type Stripe from 'stripe'
import { z } from 'zod'
import { lookAtAccount } from './accounts.ts'
import { type Commands, command } from './commands.ts'
import { expanded, idOf } from './stripe.ts'
import { EFFECTS, type Effect } from './stripe-effects.ts'

const fact = z.object({
  type: z.enum(['payment_intent', 'refund', 'refund_failed', 'dispute', 'dispute_won', 'inquiry']),
  id: z.string(),
  /** In vain, by a run before. */
  tried: z.boolean().optional(),
})
type Fact = z.infer<typeof fact>

const run = z.object({
  run: z.int(),
  /** Unix seconds. */
  since: z.int(),
  open_disputes: z.array(z.string()),
  stale_accounts: z.array(z.string()),
  accounts: z.array(z.object({ id: z.string(), since: z.int() })),
})

/** Between Stripe and the banks, and what Stripe takes for itself: no order causes them. */
const MOVEMENTS = ['payout', 'payout_cancel', 'payout_failure', 'stripe_fee']

interface Movement {
  id: string
  type: string
  currency: string
  amount_cents: number
  fee_cents: number
}

/** Why an object could not be looked at, or was refused. */
interface Failure {
  failure: string
}

const failureOf = (error: unknown): Failure => ({
  failure: (error instanceof Error && error.message) || String(error),
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
  apply(object: string, effect: Effect | Failure | null): Promise<boolean>
  /** Books each once. `account`: platform or acct_…. */
  move(account: string, movements: Movement[]): Promise<number>
  /** All before `until` (Unix seconds) has been compared; the next run goes on there. */
  pause(run: number, until: number, lookedAt: number): Promise<void>
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
    move: (p_account, movements) =>
      command(
        client,
        'book_bank_movements',
        { p_account, p_transactions: movements.map((each) => ({ ...each })) },
        z.int(),
      ),
    pause: async (p_run, p_until, p_looked_at) => {
      await command(client, 'pause_reconciliation', { p_run, p_until, p_looked_at }, z.unknown())
    },
    finish: (p_run, p_looked_at, p_balances) =>
      command(client, 'finish_reconciliation', { p_run, p_looked_at, p_balances }, z.int()),
  }
}

export interface ReconciliationContext {
  stripe: Stripe
  reconciliation: ReconciliationStore
  /** Milliseconds; the machine's unless given. */
  clock?: () => number
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

function movementOf(transaction: Stripe.BalanceTransaction): Movement | undefined {
  const { id, type, currency, amount, fee } = transaction
  if (!MOVEMENTS.includes(type)) return undefined
  return { id, type, currency, amount_cents: amount, fee_cents: fee }
}

const EVENT: Record<Fact['type'], string> = {
  payment_intent: 'payment_intent.succeeded',
  refund: 'refund.updated',
  refund_failed: 'refund.failed',
  dispute: 'charge.dispute.updated',
  dispute_won: 'charge.dispute.updated',
  inquiry: 'charge.dispute.updated',
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
/** A run is over well before its lease of three minutes, whatever there is to do. */
const TRANSACTIONS_MS = 50_000
const ALL_MS = 100_000
/** Of what has no transaction: a run that goes on where another paused looks back over all of it. */
const OVERLAP_S = 2 * 24 * 3600
/** Stripe lists the latest first; windows of time, as wide as they are quiet, let a run begin with the oldest. */
const FIRST_WINDOW_S = 3600
const QUIET = 100
const BUSY = 1000

/**
 * One account that cannot be reached, or one object that is refused, is a difference, and stops nothing else.
 * @returns how many differences nobody can explain; 0 while there is more to compare, for which a job of its own is asked.
 */
export async function reconcile(context: ReconciliationContext): Promise<number> {
  const { stripe, reconciliation, clock = () => performance.now() } = context
  const { run, since, open_disputes, stale_accounts, accounts } = await reconciliation.begin()
  const began = clock()
  const hasTime = (ms: number) => clock() - began < ms
  let lookedAt = 0

  async function repair(id: string, look: () => Promise<Effect | undefined>): Promise<void> {
    try {
      await reconciliation.apply(id, (await look()) ?? null)
    } catch (error) {
      await reconciliation.apply(id, failureOf(error))
    }
  }

  /** @returns false when time was up before all were compared. */
  async function compare(facts: Fact[], ms = TRANSACTIONS_MS): Promise<boolean> {
    for (let at = 0; at < facts.length; at += AT_ONCE) {
      // In the order of time: a refund needs its charge.
      for (const each of await reconciliation.unknown(facts.slice(at, at + AT_ONCE))) {
        if (!hasTime(ms)) {
          if (each.tried) continue
          return false
        }
        await repair(each.id, async () => effectOf(stripe, each))
      }
    }
    lookedAt += facts.length
    return true
  }

  /** Of the platform's account; what went to its bank is booked on the way. */
  async function factsIn(created: Stripe.RangeQueryParam): Promise<Fact[]> {
    const found: Fact[] = []
    const moved: Movement[] = []
    const filter = { limit: 100, created, expand: ['data.source'] }
    for await (const each of stripe.balanceTransactions.list(filter)) {
      const fact = factOf(each)
      if (fact !== undefined) found.push(fact)
      const movement = movementOf(each)
      if (movement !== undefined) moved.push(movement)
    }
    if (moved.length > 0) await reconciliation.move('platform', moved)
    return found.reverse()
  }

  async function balanceOf(stripeAccount: string, created: Stripe.RangeQueryParam) {
    const moved: Movement[] = []
    for (const type of MOVEMENTS) {
      const filter = { limit: 100, created, type }
      for await (const each of stripe.balanceTransactions.list(filter, { stripeAccount })) {
        const movement = movementOf(each)
        if (movement !== undefined) moved.push(movement)
      }
    }
    if (moved.length > 0) await reconciliation.move(stripeAccount, moved)
    return balancesOf(stripeAccount, await stripe.balance.retrieve({}, { stripeAccount }))
  }

  const now = Math.floor(Date.now() / 1000)
  let span = FIRST_WINDOW_S
  for (let from = since; from <= now; ) {
    const to = from + span
    const facts = await factsIn(to > now ? { gte: from } : { gte: from, lt: to })
    const isWhole = await compare(facts)
    if (!isWhole || (to <= now && !hasTime(TRANSACTIONS_MS))) {
      await reconciliation.pause(run, isWhole ? to : from, lookedAt)
      return 0
    }
    from = to
    if (facts.length < QUIET) span *= 2
    else if (facts.length > BUSY) span = Math.ceil(span / 2)
  }
  // A bank that only asks has taken nothing, so no transaction tells of it.
  const asked: Fact[] = []
  const latest = { limit: 100, created: { gte: Math.max(0, since - OVERLAP_S) } }
  for await (const { id } of stripe.disputes.list(latest)) asked.push({ type: 'inquiry', id })
  await compare(asked.reverse(), ALL_MS)
  for (const id of stale_accounts) {
    if (!hasTime(ALL_MS)) break
    await repair(id, async () => ({ kind: 'account', seen: await lookAtAccount(stripe, id) }))
  }
  // A case that is lost and an inquiry that is let be move no money, so no transaction tells of it.
  for (const id of open_disputes) {
    if (!hasTime(ALL_MS)) break
    const effect = await effectOf(stripe, { type: 'dispute', id })
    if (effect?.kind === 'dispute' && DECIDED.includes(effect.seen.status))
      await repair(id, async () => effect)
  }
  const balances = balancesOf('platform', await stripe.balance.retrieve())
  for (const { id, since: from } of accounts) {
    if (!hasTime(ALL_MS)) break
    try {
      balances.push(...(await balanceOf(id, { gte: from })))
    } catch (error) {
      await reconciliation.apply(id, failureOf(error))
    }
  }
  return reconciliation.finish(run, lookedAt, balances)
}
