import { parse } from 'valibot'
import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { type Giveaway, giveawaySchema } from './engagement-shapes.ts'

/** Calls `enter_giveaway`; again is harmless. Errors: 42501, NOFND, STATE (over), KBANN, UNVER, NFOLL, NSEEN, PAUSD, RTLIM. */
export async function enterGiveaway(giveawayId: string): Promise<Giveaway> {
  return parse(
    giveawaySchema,
    unwrap(await client.rpc('enter_giveaway', { p_giveaway_id: giveawayId })),
  )
}
