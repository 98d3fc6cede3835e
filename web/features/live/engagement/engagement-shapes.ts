import * as z from 'zod/mini'

/** Giveaway, poll and following as the database sends them (supabase/README.md, "Broadcasts"; `show_engagement`). */

const instant = z.string()

const giveawayYou = z.object({ position: z.number(), alias: z.string(), won: z.boolean() })

export const giveawaySchema = z.object({
  id: z.string(),
  prize: z.string(),
  followers_only: z.boolean(),
  status: z.enum(['open', 'drawn', 'cancelled']),
  /** Hash of the seed that will draw the winner. */
  commitment: z.string(),
  closes_at: instant,
  finished_at: z.nullable(instant),
  entries: z.number(),
  winner_position: z.nullable(z.number()),
  /** The winner's alias in this giveaway. */
  winner: z.nullable(z.string()),
  version: z.number(),
  /** The caller's own entry; absent from broadcasts. */
  you: z.optional(z.nullable(giveawayYou)),
  /** Who won, for the host alone. */
  winner_username: z.optional(z.nullable(z.string())),
})
export type Giveaway = z.infer<typeof giveawaySchema>

/** Entries of the last second: all that changed. */
const giveawayCount = z.object({ id: z.string(), version: z.number(), entries: z.number() })
export const giveawayEventSchema = z.union([giveawaySchema, giveawayCount])
export type GiveawayEvent = z.infer<typeof giveawayEventSchema>

export const pollSchema = z.object({
  id: z.string(),
  question: z.string(),
  options: z.array(z.string()),
  /** Votes by option. */
  tallies: z.array(z.number()),
  status: z.enum(['open', 'closed']),
  closes_at: instant,
  version: z.number(),
  /** The caller's vote, from 1; absent from broadcasts. */
  your_choice: z.optional(z.nullable(z.number())),
})
export type Poll = z.infer<typeof pollSchema>

const pollCount = z.pick(pollSchema, {
  id: true,
  version: true,
  status: true,
  tallies: true,
  closes_at: true,
})
export const pollEventSchema = z.union([pollSchema, pollCount])
export type PollEvent = z.infer<typeof pollEventSchema>

/** The part `engagement` of a show's snapshot. */
export const engagementSchema = z.object({
  giveaway: z.nullable(giveawaySchema),
  poll: z.nullable(pollSchema),
  peak_viewers: z.number(),
  followers: z.number(),
  following: z.boolean(),
  reminded: z.boolean(),
})
export type Engagement = z.infer<typeof engagementSchema>
