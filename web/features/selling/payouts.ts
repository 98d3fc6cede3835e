import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { callFunction } from '../../lib/call-function.ts'
import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

const payouts = z.object({
  state: z.enum(['none', 'incomplete', 'pending', 'restricted', 'active']),
  can_receive: z.boolean(),
  payouts_enabled: z.boolean(),
  disabled_reason: z.nullable(z.string()),
  /** What Stripe asks for, in its own words. */
  due: z.array(z.string()),
  /** The commission, in millionths of the items. */
  fee_ppm: z.int(),
  /** Earned while there was no account: the platform keeps it. */
  held: z.array(z.object({ currency: z.string(), cents: z.int() })),
})
export type Payouts = z.infer<typeof payouts>

/** The shop's account at Stripe as we know it. Throws NOFND without a shop. */
export function myPayoutsQuery(userId: string) {
  return queryOptions({
    queryKey: ['payouts', userId],
    queryFn: async ({ signal }) =>
      payouts.parse(unwrap(await client.rpc('my_payouts').abortSignal(signal))),
  })
}

const earning = z.object({
  order_id: z.string(),
  number: z.int(),
  status: z.string(),
  paid_at: z.string(),
  currency: z.string(),
  /** Items and shipping. */
  sold_cents: z.int(),
  fee_cents: z.int(),
  returned_cents: z.int(),
  net_cents: z.int(),
  with: z.enum(['account', 'platform']),
  disputed: z.boolean(),
})
export type Earning = z.infer<typeof earning>

const PAGE = 50

/** What each paid order has brought, latest first. */
export function myEarningsQuery(userId: string) {
  return infiniteQueryOptions({
    queryKey: ['earnings', userId],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }) =>
      z.array(earning).parse(
        unwrap(
          await client
            .rpc('my_earnings', {
              p_limit: PAGE,
              ...(pageParam === null ? {} : { p_before: pageParam }),
            })
            .abortSignal(signal),
        ),
      ),
    getNextPageParam: (last) => (last.length < PAGE ? null : (last.at(-1)?.paid_at ?? null)),
  })
}

const page = z.object({ url: z.url() })

/** Stripe's page: where a shop says who it is, or its dashboard there. Errors: NOFND, STATE, RTLIM. */
export async function payoutPage(which: 'onboarding' | 'dashboard'): Promise<string> {
  const { url } = await callFunction('stripe-connect', { page: which }, page)
  return url
}
