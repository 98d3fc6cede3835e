import * as z from 'zod/mini'

/** What search_catalog returns, checked where it comes in. */

const instant = z.nullable(z.string())
const counted = { count: z.number(), more: z.boolean() }
const countSchema = z.object(counted)

const itemSchema = z.object({
  id: z.string(),
  title: z.string(),
  status: z.enum(['draft', 'scheduled', 'live', 'sold', 'unsold', 'cancelled']),
  currency: z.string(),
  price_cents: z.number(),
  bid_count: z.number(),
  starts_at: instant,
  ends_at: instant,
  created_at: z.string(),
  show_id: z.nullable(z.string()),
  lot_number: z.nullable(z.number()),
  has_reserve: z.boolean(),
  reserve_met: z.boolean(),
  product: z.object({
    images: z.array(z.string()),
    condition: z.enum(['new', 'like_new', 'good', 'fair', 'for_parts']),
  }),
})

const facetsSchema = z.object({
  total: countSchema,
  category: z.array(z.object({ slug: z.string(), name: z.string(), ...counted })),
  condition: z.array(z.object({ value: z.string(), ...counted })),
  status: z.array(z.object({ value: z.string(), ...counted })),
  price: z.array(
    z.object({ min_cents: z.number(), max_cents: z.nullable(z.number()), ...counted }),
  ),
})

export const pageSchema = z.object({
  items: z.array(itemSchema),
  next_cursor: z.nullable(z.string()),
  /** Counted for the first page only. */
  facets: z.nullable(facetsSchema),
  /** What was looked for in place of words that find nothing. */
  corrected_query: z.nullable(z.string()),
})

export type SearchPage = z.infer<typeof pageSchema>
export type Facets = z.infer<typeof facetsSchema>
/** `more`: there are, or may be, others beyond `count`. */
export type Count = z.infer<typeof countSchema>
