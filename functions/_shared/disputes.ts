/** While a bank's case is open the shop's share lies with the platform: taken out of the account, and given back after a win. */
import Stripe from 'stripe'
import { z } from 'zod'
import { type Commands, command } from './commands.ts'
import { codeText, idOf, isFinalFailure } from './stripe.ts'

/** As private.observe_dispute takes it; cents. */
export interface SeenDispute {
  id: string
  status: string
  reason: string
  amount_cents: number
  fee_cents: number
  /** Money has been taken for it. A bank that only asks (an inquiry, `warning_…`) takes none. */
  withdrawn: boolean
  answer_by: string | null
}

export function seenDispute(dispute: Stripe.Dispute): SeenDispute {
  const { id, status, reason, amount, balance_transactions, evidence_details } = dispute
  const due = evidence_details.due_by
  return {
    ...{ id, status, reason: codeText(reason), amount_cents: amount },
    fee_cents: balance_transactions.reduce((sum, { fee }) => sum + fee, 0),
    withdrawn: balance_transactions.some((each) => each.amount < 0),
    answer_by: due === null ? null : new Date(due * 1000).toISOString(),
  }
}

const dispute = z.object({
  id: z.string(),
  intent_id: z.string(),
  destination: z.string(),
  share_cents: z.int(),
  currency: z.string(),
  attempt: z.int(),
  key: z.string(),
})
type Held = z.infer<typeof dispute>

const step = z.discriminatedUnion('action', [
  z.object({ action: z.enum(['hold', 'release']), dispute }),
  z.object({ action: z.literal('none') }),
])

export interface DisputeStore {
  begin(disputeId: string): Promise<z.infer<typeof step>>
  end(disputeId: string, attempt: number, done: 'hold' | 'release' | 'lost'): Promise<boolean>
}

/** `client` holds the secret key. */
export function createDisputeStore(client: Commands): DisputeStore {
  return {
    begin: (p_dispute_id) => command(client, 'begin_hold', { p_dispute_id }, step),
    end: (p_dispute_id, p_attempt, p_done) =>
      command(client, 'end_hold', { p_dispute_id, p_attempt, p_done }, z.boolean()),
  }
}

export interface DisputeContext {
  stripe: Stripe
  disputes: DisputeStore
}

/** An account that Stripe has restricted, a balance that is still on its way. */
const LATER_S = 3600
const LATER_CODES = ['balance_insufficient', 'insufficient_capabilities_for_transfer']

async function transferOf(stripe: Stripe, intentId: string): Promise<string> {
  const intent = await stripe.paymentIntents.retrieve(intentId, { expand: ['latest_charge'] })
  const charge = intent.latest_charge
  const id = typeof charge === 'object' ? idOf(charge?.transfer) : undefined
  if (id === undefined) throw new Error(`${intentId} has no transfer`)
  return id
}

/** True when the call under this key has had its effect, as far as Stripe's lists tell. */
async function isDone(stripe: Stripe, action: 'hold' | 'release', held: Held): Promise<boolean> {
  const { destination, intent_id, key } = held
  const made =
    action === 'hold'
      ? stripe.transfers.listReversals(await transferOf(stripe, intent_id), { limit: 100 })
      : stripe.transfers.list({ destination, limit: 100 })
  for await (const { metadata } of made) if (metadata?.key === key) return true
  return false
}

async function move(stripe: Stripe, action: 'hold' | 'release', held: Held): Promise<void> {
  const { share_cents: amount, currency, destination, key } = held
  const metadata = { key, dispute_id: held.id }
  const options = { idempotencyKey: key }
  if (action === 'release') {
    await stripe.transfers.create({ amount, currency, destination, metadata }, options)
    return
  }
  const transfer = await transferOf(stripe, held.intent_id)
  await stripe.transfers.createReversal(transfer, { amount, metadata }, options)
}

/**
 * Brings the share to where it belongs now, once.
 * @throws when nobody knows what came of the call: then it must be asked again, and can be.
 */
export async function carryOutHold(
  { stripe, disputes }: DisputeContext,
  job: { disputeId: string; isFirst: boolean },
): Promise<{ again: number } | undefined> {
  const found = await disputes.begin(job.disputeId)
  if (found.action === 'none') return undefined
  const { action, dispute: held } = found
  try {
    // Keys live for a day, jobs longer: whoever comes again looks first.
    if (job.isFirst || !(await isDone(stripe, action, held))) await move(stripe, action, held)
  } catch (error) {
    if (isFinalFailure(error) && !(await isDone(stripe, action, held))) {
      await disputes.end(job.disputeId, held.attempt, 'lost')
      return { again: 0 }
    }
    const code = error instanceof Stripe.errors.StripeError ? error.code : undefined
    if (code !== undefined && LATER_CODES.includes(code)) {
      // This refusal is kept under the key.
      await disputes.end(job.disputeId, held.attempt, 'lost')
      return { again: LATER_S }
    }
    if (!isFinalFailure(error)) throw error
  }
  await disputes.end(job.disputeId, held.attempt, action)
  return undefined
}
