import type { Stack } from '../../../supabase/local/types.ts'

/** A charge at the stand-in that no command has asked for, as from Stripe's dashboard. @throws when the stack talks to Stripe itself. */
export async function moneyPastTheBooks(
  { stripe }: Pick<Stack, 'stripe'>,
  cents: string,
): Promise<void> {
  if (stripe === undefined) throw new Error('unset STRIPE_SECRET_KEY: this needs the stand-in')
  const response = await fetch(`${stripe.url}/v1/payment_intents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stripe.secretKey}` },
    body: new URLSearchParams({
      ...{ amount: cents, currency: 'usd', payment_method: 'pm_card_visa', confirm: 'true' },
      'allowed_payment_method_types[]': 'card',
    }),
  })
  if (!response.ok) throw new Error(`the stand-in answered ${await response.text()}`)
}
