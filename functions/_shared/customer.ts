/** A user's customer at Stripe, made when it is first needed. */
import type Stripe from 'stripe'
import type { PaymentStore } from './payment-store.ts'

/** Two at once make one: Stripe by the key, the database by keeping the first. */
export async function customerOf(
  stripe: Stripe,
  store: PaymentStore,
  user: { id: string; email: string | null },
): Promise<string> {
  const known = await store.customer(user.id)
  if (known !== null) return known
  const created = await stripe.customers.create(
    { metadata: { user_id: user.id }, ...(user.email === null ? {} : { email: user.email }) },
    { idempotencyKey: `customer:${user.id}` },
  )
  return (await store.customer(user.id, created.id)) ?? created.id
}
