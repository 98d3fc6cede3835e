import { publicClient } from '../../../lib/public-client.ts'
import { unwrap } from '../../../lib/unwrap.ts'

export const DRAW_PAGE = 1000

/**
 * Downloads the public record of a giveaway, as a visitor whom the server cannot tell from any other. Rows are handed on
 * as they came: the verifier trusts nothing, so nothing is repaired on the way.
 */
export async function downloadDraw(
  giveawayId: string,
  signal: AbortSignal,
): Promise<{ giveaway: unknown; entries: unknown[] }> {
  const giveaway = unwrap(
    await publicClient()
      .from('giveaways')
      .select()
      .eq('id', giveawayId)
      .abortSignal(signal)
      .maybeSingle(),
  )
  const entries: unknown[] = []
  for (;;) {
    const page = unwrap(
      await publicClient()
        .from('giveaway_entries')
        .select()
        .eq('giveaway_id', giveawayId)
        .order('position')
        .range(entries.length, entries.length + DRAW_PAGE - 1)
        .abortSignal(signal),
    )
    entries.push(...page)
    // A page is cut at the server's limit, whatever was asked for: only an empty one is the end.
    if (page.length === 0) return { giveaway, entries }
  }
}
