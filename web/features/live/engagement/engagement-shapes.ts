import * as v from 'valibot'

/** Giveaway, poll and following as the database sends them (supabase/README.md, "Broadcasts"; `show_engagement`). */

const instant = v.string()

const giveawayYou = v.object({ position: v.number(), alias: v.string(), won: v.boolean() })

export const giveawaySchema = v.object({
  id: v.string(),
  prize: v.string(),
  followers_only: v.boolean(),
  status: v.picklist(['open', 'drawn', 'cancelled']),
  /** Hash of the seed that will draw the winner. */
  commitment: v.string(),
  closes_at: instant,
  finished_at: v.nullable(instant),
  entries: v.number(),
  winner_position: v.nullable(v.number()),
  /** The winner's alias in this giveaway. */
  winner: v.nullable(v.string()),
  version: v.number(),
  /** The caller's own entry; absent from broadcasts. */
  you: v.optional(v.nullable(giveawayYou)),
  /** Who won, for the host alone. */
  winner_username: v.optional(v.nullable(v.string())),
})
export type Giveaway = v.InferOutput<typeof giveawaySchema>

/** Entries of the last second: all that changed. */
const giveawayCount = v.object({ id: v.string(), version: v.number(), entries: v.number() })
export const giveawayEventSchema = v.union([giveawaySchema, giveawayCount])
export type GiveawayEvent = v.InferOutput<typeof giveawayEventSchema>

export const pollSchema = v.object({
  id: v.string(),
  question: v.string(),
  options: v.array(v.string()),
  /** Votes by option. */
  tallies: v.array(v.number()),
  status: v.picklist(['open', 'closed']),
  closes_at: instant,
  version: v.number(),
  /** The caller's vote, from 1; absent from broadcasts. */
  your_choice: v.optional(v.nullable(v.number())),
})
export type Poll = v.InferOutput<typeof pollSchema>

const pollCount = v.pick(pollSchema, ['id', 'version', 'status', 'tallies', 'closes_at'])
export const pollEventSchema = v.union([pollSchema, pollCount])
export type PollEvent = v.InferOutput<typeof pollEventSchema>

/** The part `engagement` of a show's snapshot. */
export const engagementSchema = v.object({
  giveaway: v.nullable(giveawaySchema),
  poll: v.nullable(pollSchema),
  peak_viewers: v.number(),
  followers: v.number(),
  following: v.boolean(),
  reminded: v.boolean(),
})
export type Engagement = v.InferOutput<typeof engagementSchema>
