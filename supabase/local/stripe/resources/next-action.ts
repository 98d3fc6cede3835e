/** Where a person approves a payment or a card. */
import type { Scope } from '../http/route.ts'

export type NextAction =
  | { type: 'redirect_to_url'; redirect_to_url: { url: string; return_url: string | null } }
  | { type: 'use_stripe_sdk'; use_stripe_sdk: { type: string; stripe_js: string } }

/**
 * Our own page stands for the bank's. Without a return URL Stripe leaves it to Stripe.js, which a page of ours does
 * not have: the same here, so that a forgotten `return_url` shows.
 */
export function nextAction(
  { world }: Scope,
  id: string,
  returnUrl: string | undefined,
): NextAction {
  const url = `${world.baseUrl}/authenticate/${id}`
  if (returnUrl === undefined) {
    delete world.returnUrls[id]
    return {
      type: 'use_stripe_sdk',
      use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: url },
    }
  }
  world.returnUrls[id] = returnUrl
  return { type: 'redirect_to_url', redirect_to_url: { url, return_url: returnUrl } }
}
