import * as z from 'zod/mini'

/** How a person stands in a show's chat, as its staff sees it. */
export const standingSchema = z.object({
  user_id: z.string(),
  username: z.string(),
  avatar_url: z.nullable(z.string()),
  /** 3 host, 2 moderator of the platform, 1 appointed by the host, 0 anybody. */
  rank: z.number(),
  muted: z.boolean(),
  muted_until: z.nullable(z.string()),
  banned: z.boolean(),
  banned_until: z.nullable(z.string()),
  shop_banned: z.boolean(),
  reason: z.nullable(z.string()),
})
export type Standing = z.infer<typeof standingSchema>

export const personSchema = z.extend(standingSchema, {
  messages: z.number(),
  removed: z.number(),
  last_at: z.nullable(z.string()),
})
export type Person = z.infer<typeof personSchema>

export const logEntrySchema = z.object({
  id: z.number(),
  action: z.string(),
  actor: z.nullable(z.string()),
  username: z.nullable(z.string()),
  reason: z.nullable(z.string()),
  until: z.nullable(z.string()),
  detail: z.record(z.string(), z.unknown()),
  created_at: z.string(),
})
export type LogEntry = z.infer<typeof logEntrySchema>
