import { publicClient } from '../../../lib/public-client.ts'
import { unwrap } from '../../../lib/unwrap.ts'

export const DOWNLOAD_PAGE = 500

/**
 * Calls `auction_ledger` page by page, as a visitor whom the server cannot tell from any other. Rows are handed on as they
 * came: the verifier trusts nothing, so nothing is repaired on the way.
 */
export async function downloadLedger(
  auctionId: string,
  { onProgress, signal }: { onProgress: (loaded: number) => void; signal: AbortSignal },
): Promise<unknown[]> {
  const rows: unknown[] = []
  for (let last = 0; ; ) {
    const args = { p_auction_id: auctionId, p_after_seq: last, p_limit: DOWNLOAD_PAGE }
    const page = unwrap(await publicClient().rpc('auction_ledger', args).abortSignal(signal))
    rows.push(...page)
    onProgress(rows.length)
    const end = page.at(-1)?.seq ?? 0
    // A page is cut at the server's limit, whatever was asked for: only an empty one is the end.
    if (!(end > last)) return rows
    last = end
  }
}
