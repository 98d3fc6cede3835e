/** The kinds of job that collect money and give it back. */
import { z } from 'zod'
import { type ChargeContext, carryOut, stopPayment } from '../_shared/charge.ts'
import { carryOutHold, type DisputeContext } from '../_shared/disputes.ts'
import type { Job, JobContext, JobHandlers } from '../_shared/jobs.ts'
import { type ReconciliationContext, reconcile } from '../_shared/reconcile.ts'
import { carryOutRefund, type RefundContext } from '../_shared/refunds.ts'
import { look } from '../_shared/stripe-calls.ts'

const ofOrder = z.object({ order_id: z.uuid() })
const ofPayment = z.object({ payment_id: z.uuid() })
const ofDispute = z.object({ dispute_id: z.uuid() })
const ofRefund = z.object({ refund_id: z.uuid() })

/** Until Stripe has booked a charge, which takes it seconds, rarely an hour. */
const BOOKING_AGAIN_S = 60
/** A buyer at the bank's or the hosted page. The webhook mostly comes first; this is for the one that does not. */
const CHECK_AGAIN_S = 300
/** A charge that is being carried out can neither be stopped nor is it over. */
const STOP_AGAIN_S = 60
/** A refund on its way through a bank. */
const REFUND_AGAIN_S = 900

export type MoneyContext = ChargeContext & RefundContext & DisputeContext & ReconciliationContext

export function moneyJobs(context: MoneyContext): JobHandlers {
  const { stripe, store } = context

  /** Charges the card on file, unless the order is paid, still open, or waits for its buyer. */
  async function settleOrder({ payload }: Job, { log }: JobContext) {
    const { order_id } = ofOrder.parse(payload)
    const step = await store.begin(order_id, 'off_session')
    if (step.action === 'later') return { again: step.seconds }
    if (step.action !== 'call') return undefined
    const { reason } = await carryOut(context, step)
    if (reason === 'refused') log('error', 'Stripe refuses a charge: see ops.outbox', { order_id })
    return undefined
  }

  /** The order's time is over: what can no longer succeed lets it be cancelled. */
  async function stopOverdue({ payload }: Job) {
    const state = await stopPayment(context, ofPayment.parse(payload).payment_id)
    const isOver =
      state.action === 'none' && (state.reason === 'succeeded' || state.reason === 'canceled')
    return isOver ? undefined : { again: STOP_AGAIN_S }
  }

  async function refundPayment({ payload }: Job) {
    const came = await carryOutRefund(context, ofRefund.parse(payload).refund_id)
    return came === 'pending'
      ? { again: REFUND_AGAIN_S }
      : typeof came === 'object'
        ? came
        : undefined
  }

  async function observe(
    payment_id: string,
    again: number,
    isEnough: (booked: boolean) => boolean,
  ) {
    const { payment, ...state } = await store.state(payment_id)
    if (state.action === 'none' && state.reason === 'canceled') return undefined
    if (state.action === 'call') return { again }
    if (state.reason === 'succeeded' && isEnough(state.booked)) return undefined
    const { seen } = await look(stripe, payment)
    const { payment_status, booked } = await store.sync(payment_id, seen)
    const isOver =
      payment_status === 'canceled' || (payment_status === 'succeeded' && isEnough(booked))
    return isOver ? undefined : { again }
  }

  return {
    settle_order: settleOrder,
    stop_payment: stopOverdue,
    refund_payment: refundPayment,
    /** A contested share leaves the shop's account, or returns to it. */
    hold_dispute: ({ payload, attempt }) =>
      carryOutHold(context, {
        disputeId: ofDispute.parse(payload).dispute_id,
        isFirst: attempt === 1,
      }),
    /** Hourly: finds what lost webhooks would have told, and what nobody can explain. */
    reconcile: async (_job, { log }) => {
      const open = await reconcile(context)
      if (open > 0) log('error', 'the books differ from Stripe: see ops.reconciliation', { open })
      return undefined
    },
    /** Fee and transfer of a charge enter the books once Stripe knows them. */
    book_charge: ({ payload }) =>
      observe(ofPayment.parse(payload).payment_id, BOOKING_AGAIN_S, (booked) => booked),
    /** Finds what a lost webhook would have told. */
    check_payment: ({ payload }) =>
      observe(ofPayment.parse(payload).payment_id, CHECK_AGAIN_S, () => true),
  }
}
