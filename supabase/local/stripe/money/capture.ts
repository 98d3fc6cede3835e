/**
 * From an authorized charge to money in the books. Stripe captures in the background unless told otherwise: the
 * answer and the first events then have no balance transaction, transfer or fee; `charge.updated` brings them.
 * https://docs.stripe.com/payments/payment-intents/asynchronous-capture
 */
import type Stripe from 'stripe'
import { type Scope, save, scopeOf } from '../http/route.ts'
import { testCardOf } from '../resources/payment-methods.ts'
import { emit } from '../state/events.ts'
import type { World } from '../state/world.ts'
import { applicationFee, book, pendingUntil, stripeFee } from './balance.ts'
import { processingFee } from './currency.ts'
import { transferToSeller } from './destination.ts'
import { openDispute } from './dispute.ts'

/** Takes `amount` of an authorized charge; what is not taken is released. The books follow. */
export function take(scope: Scope, charge: Stripe.Charge, amount: number): Stripe.Charge {
  return save(scope, {
    ...charge,
    amount_captured: amount,
    amount_refunded: charge.amount - amount,
    captured: true,
  })
}

/** A charge on a connected account itself: our fee is taken there. */
function directFee(scope: Scope, charge: Stripe.Charge): number {
  return scope.account === scope.world.platform ? 0 : (charge.application_fee_amount ?? 0)
}

function testCardBehind(scope: Scope, charge: Stripe.Charge) {
  const { store } = scope.world
  const method = store.get(scope.account, 'payment_method', charge.payment_method ?? '')
  return method && testCardOf(scope, method)
}

/** Books a captured charge, passes the seller's part on and takes our fee. */
export function bookCapture(scope: Scope, charge: Stripe.Charge): Stripe.Charge {
  const { currency, amount_captured: amount } = charge
  const atOnce = testCardBehind(scope, charge)?.bypassPending
  const transaction = book(scope, {
    type: 'charge',
    category: 'charge',
    amount,
    currency,
    source: charge.id,
    fees: [
      stripeFee(processingFee(amount), currency),
      applicationFee(directFee(scope, charge), currency),
    ],
    description: charge.description,
    availableOn: atOnce ? scope.world.clock.seconds() : pendingUntil(scope),
  })
  const booked = save(scope, { ...charge, balance_transaction: transaction.id })
  return transferToSeller(scope, booked, transaction.available_on)
}

/** The cards that stand for disputes are disputed as soon as there is money to take back. */
export function disputeIfTestCard(scope: Scope, charge: Stripe.Charge): void {
  const { dispute: reason, inquiry } = testCardBehind(scope, charge) ?? {}
  if (reason !== undefined) openDispute(scope, charge, { reason, inquiry })
}

/** Leaves the books to {@link settleCaptures}. */
export function bookLater({ world, account }: Scope, charge: Stripe.Charge): void {
  world.unbooked.push({ account, charge: charge.id })
  world.onUnbooked()
}

/** Does what was left for later, unless a test holds it back. */
export function settleCaptures(world: World): void {
  if (world.holdsCaptures) return
  for (const { account, charge: id } of world.unbooked.splice(0)) {
    const scope = scopeOf(world, account)
    const charge = world.store.get(account, 'charge', id)
    if (!charge) continue
    const booked = bookCapture(scope, charge)
    emit(scope, 'charge.updated', booked, {
      balance_transaction: null,
      ...(booked.transfer === undefined ? {} : { transfer: null }),
      ...(booked.application_fee === null ? {} : { application_fee: null }),
    })
    disputeIfTestCard(scope, booked)
  }
}
