import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'

const guest = z.object({
  user_id: z.string(),
  /** Null while they have not answered. */
  joined_at: z.nullable(z.string()),
  profiles: z.object({ username: z.string(), avatar_url: z.nullable(z.string()) }),
})
export type StageGuest = z.infer<typeof guest>

/** Whom the host of a show has asked onto the stage, in that order. */
export const stageGuestsQuery = (showId: string) =>
  queryOptions({
    queryKey: ['stage-guests', showId],
    queryFn: async () =>
      z
        .array(guest)
        .parse(
          unwrap(
            await client
              .from('stage_guests')
              .select('user_id, joined_at, profiles(username, avatar_url)')
              .eq('show_id', showId)
              .order('invited_at'),
          ),
        ),
  })
