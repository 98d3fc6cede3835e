import { parse } from 'valibot'
import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { asConsole } from '../host/console-session.ts'
import { type Giveaway, giveawaySchema } from './engagement-shapes.ts'

/** Calls `cancel_giveaway`. Errors: 42501, NOFND, STATE (drawn; another console runs the show), RTLIM. */
export async function cancelGiveaway(giveawayId: string): Promise<Giveaway> {
  return parse(
    giveawaySchema,
    unwrap(await asConsole(client.rpc('cancel_giveaway', { p_giveaway_id: giveawayId }))),
  )
}
