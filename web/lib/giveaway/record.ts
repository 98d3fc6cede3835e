import * as z from 'zod/mini'

/** The public record of a giveaway, as `giveaways` and `giveaway_entries` hold it for everybody. */

const hex = z.string().check(z.regex(/^[0-9a-f]{64}$/))
const position = z.int().check(z.positive())

export const giveawayRecordSchema = z.object({
  id: z.string(),
  show_id: z.string(),
  prize: z.string(),
  followers_only: z.boolean(),
  status: z.enum(['open', 'drawn', 'cancelled']),
  commitment: hex,
  opened_at: z.string(),
  closes_at: z.string(),
  seed: z.nullable(hex),
  entries: z.nullable(z.int()),
  head: z.nullable(hex),
  winner_position: z.nullable(position),
  winner: z.nullable(z.string()),
})
export type GiveawayRecord = z.infer<typeof giveawayRecordSchema>

export const entryRecordSchema = z.object({
  position,
  alias: z.string(),
  entered_at: z.string(),
  /** Whether it took part in the draw; null until there is one. */
  counted: z.nullable(z.boolean()),
  hash: hex,
})
export type EntryRecord = z.infer<typeof entryRecordSchema>

/** What an export holds, and all that a check needs. */
export const drawExportSchema = z.object({
  giveaway: giveawayRecordSchema,
  entries: z.array(entryRecordSchema),
})
export type DrawExport = z.infer<typeof drawExportSchema>
