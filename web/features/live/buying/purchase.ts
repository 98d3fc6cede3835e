import { parse } from 'valibot'
import { call } from '../../../lib/call.ts'
import { type PurchaseReply, purchaseReplySchema } from '../state/shapes.ts'

/** What is bought at which price. `cents` is the sum that was shown. */
export type Wanted =
  | { how: 'buy_now'; cents: number }
  | { how: 'accept_price'; cents: number }
  | { how: 'buy_units'; cents: number; quantity: number }

export interface PurchaseInput {
  auctionId: string
  wanted: Wanted
  /** One for each purchase, the same on every attempt. */
  key: string
}

/**
 * Calls `buy_now`, `accept_price` or `buy_units`. A refusal of the game is a reply, not an error.
 * Errors: 42501, INVAL, NOFND, STATE (another format), IDMPT; NETWORK when nobody knows whether it arrived.
 */
export async function purchase(input: PurchaseInput, signal: AbortSignal): Promise<PurchaseReply> {
  const { wanted } = input
  const common = { p_auction_id: input.auctionId, p_idempotency_key: input.key }
  const reply =
    wanted.how === 'buy_now'
      ? call('buy_now', common, signal)
      : wanted.how === 'accept_price'
        ? call('accept_price', { ...common, p_price_cents: wanted.cents }, signal)
        : call('buy_units', { ...common, p_quantity: wanted.quantity }, signal)
  return parse(purchaseReplySchema, await reply)
}
