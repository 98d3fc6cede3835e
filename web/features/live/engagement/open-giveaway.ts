import { parse } from 'valibot'
import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { asConsole } from '../host/console-session.ts'
import { type Giveaway, giveawaySchema } from './engagement-shapes.ts'

export interface NewGiveaway {
  prize: string
  /** For so long entries are taken: 15 to 600. */
  seconds: number
  followersOnly: boolean
}

/** Calls `open_giveaway`. Errors: 42501, NOFND, INVAL {field}, STATE (not live, another is open), PAUSD, RTLIM. */
export async function openGiveaway(showId: string, giveaway: NewGiveaway): Promise<Giveaway> {
  return parse(
    giveawaySchema,
    unwrap(
      await asConsole(
        client.rpc('open_giveaway', {
          p_show_id: showId,
          p_prize: giveaway.prize,
          p_seconds: giveaway.seconds,
          p_followers_only: giveaway.followersOnly,
        }),
      ),
    ),
  )
}
