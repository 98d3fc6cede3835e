/**
 * What each type of event does. The payload only names an object; what counts is the object as it is at Stripe now, fetched
 * anew. A type that is not here is kept in the inbox and does nothing.
 */
import type Stripe from 'stripe'
import { lookAtAccount, type SeenAccount } from './accounts.ts'
import { type SeenDispute, seenDispute } from './disputes.ts'
import type { SeenRefund } from './refund-store.ts'
import { fetchRefund, seenRefund } from './refunds.ts'
import { expanded, idOf, type SavedCard, type Seen, savedCard, seenIntent } from './stripe.ts'
import { fetchIntent, seenNow } from './stripe-calls.ts'

/** As public.apply_stripe_event takes it. */
export type Effect =
  | { kind: 'payment'; payment_id: string; seen: Seen }
  | { kind: 'card'; card: SavedCard }
  | { kind: 'card_gone'; payment_method_id: string }
  | { kind: 'refund'; payment_id: string; refund_id: string | null; seen: SeenRefund }
  | { kind: 'dispute'; payment_id: string; seen: SeenDispute }
  | { kind: 'account'; seen: SeenAccount }

type EffectOf = (stripe: Stripe, object: { id: string }) => Promise<Effect | undefined>

async function paymentOf(stripe: Stripe, intentId: string): Promise<Effect | undefined> {
  const at = new Date()
  const intent = await fetchIntent(stripe, intentId)
  const { payment_id } = intent.metadata
  if (payment_id === undefined) return undefined
  return { kind: 'payment', payment_id, seen: seenNow({ intent: seenIntent(intent) }, at) }
}

const ofIntent: EffectOf = (stripe, { id }) => paymentOf(stripe, id)

const ofCharge: EffectOf = async (stripe, { id }) => {
  const charge = await stripe.charges.retrieve(id)
  const intent = idOf(charge.payment_intent)
  return intent === undefined ? undefined : paymentOf(stripe, intent)
}

const ofSetup: EffectOf = async (stripe, { id }) => {
  const card = savedCard(await stripe.setupIntents.retrieve(id, { expand: ['payment_method'] }))
  return card === undefined ? undefined : { kind: 'card', card }
}

const ofSession: EffectOf = async (stripe, { id }) => {
  const at = new Date()
  const session = await stripe.checkout.sessions.retrieve(id)
  const setup = idOf(session.setup_intent)
  if (session.mode === 'setup')
    return setup === undefined ? undefined : ofSetup(stripe, { id: setup })
  const payment_id = session.metadata?.payment_id
  if (payment_id === undefined) return undefined
  const intentId = idOf(session.payment_intent)
  const parts = {
    session: { id: session.id, status: session.status ?? 'open' },
    ...(intentId === undefined ? {} : { intent: seenIntent(await fetchIntent(stripe, intentId)) }),
  }
  return { kind: 'payment', payment_id, seen: seenNow(parts, at) }
}

const ofDetached: EffectOf = async (stripe, { id }) => {
  const method = await stripe.paymentMethods.retrieve(id)
  return method.customer === null ? { kind: 'card_gone', payment_method_id: id } : undefined
}

const ofRefund: EffectOf = async (stripe, { id }) => {
  const refund = await fetchRefund(stripe, id)
  const payment_id = expanded(refund.payment_intent)?.metadata.payment_id
  if (payment_id === undefined) return undefined
  const refund_id = refund.metadata?.refund_id ?? null
  return { kind: 'refund', payment_id, refund_id, seen: seenRefund(refund) }
}

const ofDispute: EffectOf = async (stripe, { id }) => {
  const dispute = await stripe.disputes.retrieve(id, { expand: ['payment_intent'] })
  const payment_id = expanded(dispute.payment_intent)?.metadata.payment_id
  return payment_id === undefined
    ? undefined
    : { kind: 'dispute', payment_id, seen: seenDispute(dispute) }
}

/** Of connected accounts: what is about the account itself, which our own key can read. */
export const ACCOUNT_EFFECTS: Readonly<Record<string, EffectOf>> = {
  'account.updated': async (stripe, { id }) => ({
    kind: 'account',
    seen: await lookAtAccount(stripe, id),
  }),
}

export const EFFECTS: Readonly<Record<string, EffectOf>> = {
  'payment_intent.succeeded': ofIntent,
  'payment_intent.payment_failed': ofIntent,
  'payment_intent.requires_action': ofIntent,
  'payment_intent.processing': ofIntent,
  'payment_intent.canceled': ofIntent,
  'charge.updated': ofCharge,
  'charge.dispute.created': ofDispute,
  'charge.dispute.updated': ofDispute,
  'charge.dispute.closed': ofDispute,
  'charge.dispute.funds_withdrawn': ofDispute,
  'charge.dispute.funds_reinstated': ofDispute,
  'refund.created': ofRefund,
  'refund.updated': ofRefund,
  'refund.failed': ofRefund,
  'checkout.session.completed': ofSession,
  'checkout.session.expired': ofSession,
  'setup_intent.succeeded': ofSetup,
  'payment_method.detached': ofDetached,
}
