import type { Order } from './order.ts'

/** What the buyer of an unpaid order can do now; exactly one applies. */
export type PayState =
  /** Further wins of the show still join it. */
  | { kind: 'open'; until: string }
  /** The card is being charged, or will be in a moment. */
  | { kind: 'charging' }
  | { kind: 'address' }
  | { kind: 'card' }
  /** The bank wants the buyer to confirm. */
  | { kind: 'bank' }
  /** The hosted page was opened and not finished. */
  | { kind: 'unfinished' }
  /** Stripe takes it from no card. */
  | { kind: 'refused' }
  | { kind: 'declined'; reason: string }

type Facts = Pick<Order, 'status' | 'action_reason' | 'sealed_at' | 'joinable_until'>

/** @param hasAddress whether the order has somewhere to go. @param now by the server's clock, in ms. */
export function payStateOf(order: Facts, hasAddress: boolean, now: number): PayState {
  if (order.status === 'pending') {
    if (!hasAddress && order.sealed_at === null) return { kind: 'address' }
    const { joinable_until: until, sealed_at } = order
    if (sealed_at === null && until !== null && Date.parse(until) > now)
      return { kind: 'open', until }
    return { kind: 'charging' }
  }
  switch (order.action_reason) {
    case 'no_address':
      return { kind: 'address' }
    case 'no_card':
      return { kind: 'card' }
    case 'authentication_required':
      return { kind: 'bank' }
    case 'checkout':
      return { kind: 'unfinished' }
    case 'refused':
      return { kind: 'refused' }
    default:
      return { kind: 'declined', reason: order.action_reason ?? 'card_declined' }
  }
}

const DECLINES: Record<string, string> = {
  insufficient_funds: 'The account behind the card did not have enough money.',
  expired_card: 'The card has expired.',
  lost_card: 'The bank does not accept this card any more.',
  stolen_card: 'The bank does not accept this card any more.',
  incorrect_cvc: 'The security code was not right.',
  card_velocity_exceeded: 'The card is over its limit.',
  processing_error: 'Something went wrong at the bank. Trying again may work.',
  another_card: 'The card on file was declined before.',
}

/** Why the bank said no, as far as it says. */
export function declineText(reason: string): string {
  return DECLINES[reason] ?? 'The bank declined the card and did not say why.'
}
