/** What the hosted page does with a card: the same rules as the API, then the session is complete. */
import type Stripe from 'stripe'
import { StripeFailure } from '../http/errors.ts'
import { require, type Scope, save } from '../http/route.ts'
import { confirmIntent } from '../resources/confirmation.ts'
import { createCustomer } from '../resources/customers.ts'
import { createIntent } from '../resources/payment-intents.ts'
import { createCard } from '../resources/payment-methods.ts'
import { confirmSetupIntent, createSetupIntent } from '../resources/setup-intents.ts'
import { cardByNumber } from '../state/cards.ts'
import { emit } from '../state/events.ts'
import { idOf } from '../state/objects.ts'

export interface CardForm {
  number: string
  name?: string
  email?: string
  expMonth?: number
  expYear?: number
}

/** Where the browser goes next, or what to tell the person. */
export type Outcome = { kind: 'redirect'; url: string } | { kind: 'refused'; message: string }

type Session = Stripe.Checkout.Session

/** Where a finished session sends the browser. */
export function successUrl(session: Session): string {
  return (session.success_url ?? '').replaceAll('{CHECKOUT_SESSION_ID}', session.id)
}

/** The intent succeeded: the session is complete and says so. */
export function completeSession(
  scope: Scope,
  id: string,
  intent: Stripe.PaymentIntent | Stripe.SetupIntent,
): Outcome {
  const session = require(scope, 'checkout.session', id)
  if (session.status !== 'open') return { kind: 'redirect', url: successUrl(session) }
  const paid = session.mode === 'payment'
  const held = intent.status === 'requires_capture'
  const complete = save(scope, {
    ...session,
    status: 'complete',
    payment_status: paid ? (held ? 'unpaid' : 'paid') : 'no_payment_required',
    url: null,
    ...(paid ? { payment_intent: intent.id } : { setup_intent: intent.id }),
  })
  emit(scope, 'checkout.session.completed', complete)
  return { kind: 'redirect', url: successUrl(complete) }
}

/** The open session that waits for this intent, if one does. */
export function sessionOf(scope: Scope, intentId: string): Session | undefined {
  return scope.world.store
    .list(scope.account, 'checkout.session')
    .find((each) => idOf(each.payment_intent) === intentId || idOf(each.setup_intent) === intentId)
}

/** Whoever pays: the given customer, a new one where that was asked for, or nobody that is kept. */
function withCustomer(scope: Scope, session: Session, form: CardForm): Session {
  const known = scope.world.store.get(scope.account, 'customer', idOf(session.customer) ?? '')
  const email = known?.email ?? session.customer_email ?? form.email ?? null
  const name = form.name ?? known?.name ?? null
  const details: Session['customer_details'] = {
    address: null,
    business_name: null,
    email,
    individual_name: null,
    name,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  }
  const wanted = session.customer_creation === 'always'
  const customer = known?.id ?? (wanted ? createCustomer(scope, { email, name }).id : null)
  return save(scope, { ...session, customer, customer_details: details })
}

function payment(scope: Scope, session: Session): Stripe.PaymentIntent {
  const known = scope.world.store.get(
    scope.account,
    'payment_intent',
    idOf(session.payment_intent) ?? '',
  )
  if (known) return known
  const intent = createIntent(scope, {
    ...scope.world.sessions[session.id]?.paymentIntentData,
    amount: session.amount_total ?? 0,
    currency: session.currency ?? 'usd',
    customer: idOf(session.customer) ?? undefined,
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
  })
  save(scope, { ...session, payment_intent: intent.id })
  return intent
}

function setup(scope: Scope, session: Session): Stripe.SetupIntent {
  const intent = scope.world.store.get(
    scope.account,
    'setup_intent',
    idOf(session.setup_intent) ?? '',
  )
  const customer = idOf(session.customer)
  if (!intent) {
    const data = scope.world.sessions[session.id]?.setupIntentData
    return createSetupIntent(scope, { ...data, customer: customer ?? undefined })
  }
  return customer === intent.customer ? intent : save(scope, { ...intent, customer })
}

/** Pays or saves a card as the person behind the page would. */
export function submitCard(scope: Scope, id: string, form: CardForm): Outcome {
  const card = cardByNumber(form.number)
  if (!card) {
    return {
      kind: 'refused',
      message: 'This page takes test cards only. Choose one of those below.',
    }
  }
  const session = withCustomer(scope, require(scope, 'checkout.session', id), form)
  const details = session.customer_details
  const method = createCard(scope, card, {
    billing: { name: details?.name ?? null, email: details?.email ?? null },
    ...(form.expMonth === undefined ? {} : { expMonth: form.expMonth }),
    ...(form.expYear === undefined ? {} : { expYear: form.expYear }),
  })
  const returnUrl = `${scope.world.baseUrl}/c/pay/${id}/return`
  const input = { payment_method: method.id, return_url: returnUrl }
  try {
    const intent =
      session.mode === 'setup'
        ? confirmSetupIntent(scope, setup(scope, session), input)
        : confirmIntent(scope, payment(scope, session), input)
    if (intent.status === 'requires_action') {
      return { kind: 'redirect', url: intent.next_action?.redirect_to_url?.url ?? '' }
    }
    return completeSession(scope, id, intent)
  } catch (error) {
    if (!(error instanceof StripeFailure)) throw error
    return { kind: 'refused', message: error.message }
  }
}
