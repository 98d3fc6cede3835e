import { parse } from 'valibot'
import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { asConsole } from '../host/console-session.ts'
import { type Giveaway, giveawaySchema } from './engagement-shapes.ts'

/** Calls `draw_giveaway`; again returns the same result. Errors: 42501, NOFND, STATE (entries are still taken, called off; another console runs the show), PAUSD, RTLIM. */
export async function drawGiveaway(giveawayId: string): Promise<Giveaway> {
  return parse(
    giveawaySchema,
    unwrap(await asConsole(client.rpc('draw_giveaway', { p_giveaway_id: giveawayId }))),
  )
}
