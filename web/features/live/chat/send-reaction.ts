import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'

export type ReactionKind = 'heart' | 'fire' | 'clap' | 'wow' | 'laugh'

/** Calls `send_reaction` with 1-10 taps. Errors: 42501, INVAL, NOFND, STATE, KBANN, RTLIM. */
export async function sendReaction(
  showId: string,
  kind: ReactionKind,
  count: number,
): Promise<void> {
  unwrap(await client.rpc('send_reaction', { p_show_id: showId, p_kind: kind, p_count: count }))
}
