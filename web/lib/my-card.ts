import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { client } from './client.ts'
import { unwrap } from './unwrap.ts'

const cardSchema = z.nullable(
  z.object({
    brand: z.nullable(z.string()),
    last4: z.string(),
    exp_month: z.number(),
    exp_year: z.number(),
  }),
)

export type Card = NonNullable<z.infer<typeof cardSchema>>

/** The card on file, or null. */
export function myCardQuery(userId: string) {
  return queryOptions({
    queryKey: ['card', userId],
    queryFn: async ({ signal }) =>
      cardSchema.parse(unwrap(await client.rpc('my_card').abortSignal(signal))),
  })
}

const BRANDS: Record<string, string> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
  discover: 'Discover',
  diners: 'Diners Club',
  jcb: 'JCB',
  unionpay: 'UnionPay',
}

/** `visa` → Visa; a card of an unknown brand is a card. */
export function brandName(brand: string | null): string {
  return brand === null ? 'Card' : (BRANDS[brand] ?? 'Card')
}

/** How a card's last month is doing: it is good to the end of that month. */
export function cardAge({ exp_month, exp_year }: Card, now: Date): 'good' | 'expiring' | 'expired' {
  const months = (exp_year - now.getFullYear()) * 12 + exp_month - (now.getMonth() + 1)
  return months < 0 ? 'expired' : months <= 1 ? 'expiring' : 'good'
}
