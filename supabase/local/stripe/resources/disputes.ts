/** https://docs.stripe.com/api/disputes — the evidence texts that decide a dispute in test mode decide it here. */
import { z } from 'zod'
import { invalidRequest } from '../http/errors.ts'
import { created, page, paginate } from '../http/lists.ts'
import { boolean, mergeMetadata, metadata, params, text } from '../http/params.ts'
import { type Route, require, route, save } from '../http/route.ts'
import { closeDispute, escalateInquiry, isInquiry } from '../money/dispute.ts'
import { emit } from '../state/events.ts'
import { idOf } from '../state/objects.ts'

/** https://docs.stripe.com/testing#evidence */
const WINNING = 'winning_evidence'
const LOSING = 'losing_evidence'
const ESCALATING = 'escalate_inquiry_evidence'

const evidence = z
  .strictObject({
    access_activity_log: text,
    billing_address: text,
    cancellation_policy_disclosure: text,
    cancellation_rebuttal: text,
    customer_email_address: text,
    customer_name: text,
    customer_purchase_ip: text,
    duplicate_charge_explanation: text,
    duplicate_charge_id: text,
    product_description: text,
    refund_policy_disclosure: text,
    refund_refusal_explanation: text,
    service_date: text,
    shipping_address: text,
    shipping_carrier: text,
    shipping_date: text,
    shipping_tracking_number: text,
    uncategorized_text: text,
  })
  .partial()

/** Without the keys that were not given, which `undefined` would blank. */
function given(values: z.output<typeof evidence>): Record<string, string> {
  const entries = Object.entries(values).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return Object.fromEntries(entries)
}

export const disputeRoutes: Route[] = [
  route(
    'GET',
    '/disputes',
    params({ ...page, created, charge: text.optional(), payment_intent: text.optional() }),
    ({ world, account, params: { charge, payment_intent, ...request } }) => {
      const found = world.store
        .list(account, 'dispute')
        .filter((each) => charge === undefined || idOf(each.charge) === charge)
        .filter((each) => !payment_intent || idOf(each.payment_intent) === payment_intent)
      return paginate(found, request, '/v1/disputes')
    },
  ),
  route('GET', '/disputes/:id', params({}), (call) => require(call, 'dispute', call.path())),
  route(
    'POST',
    '/disputes/:id',
    params({
      evidence: evidence.optional(),
      metadata: metadata.optional(),
      submit: boolean.optional(),
    }),
    (call) => {
      const before = require(call, 'dispute', call.path())
      const isOpen =
        before.status === 'needs_response' || before.status === 'warning_needs_response'
      if (!isOpen && call.params.evidence) {
        throw invalidRequest(`This dispute is already ${before.status}.`)
      }
      const submitted = call.params.submit === true
      const details = before.evidence_details
      const after = save(call, {
        ...before,
        evidence: { ...before.evidence, ...given(call.params.evidence ?? {}) },
        evidence_details: {
          ...details,
          has_evidence: details.has_evidence || call.params.evidence !== undefined,
          submission_count: details.submission_count + (submitted ? 1 : 0),
          submission_method: submitted ? 'manual' : details.submission_method,
        },
        metadata: mergeMetadata(before.metadata, call.params.metadata),
        status: submitted
          ? isInquiry(before)
            ? 'warning_under_review'
            : 'under_review'
          : before.status,
      })
      emit(call, 'charge.dispute.updated', after)
      const verdict = after.evidence.uncategorized_text
      if (submitted && verdict === ESCALATING && isInquiry(after))
        return escalateInquiry(call, after)
      if (!submitted || (verdict !== WINNING && verdict !== LOSING)) return after
      return closeDispute(call, after, verdict === WINNING)
    },
  ),
  route('POST', '/disputes/:id/close', params({}), (call) =>
    closeDispute(call, require(call, 'dispute', call.path()), false),
  ),
]
