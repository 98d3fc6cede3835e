import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'

export const LEDGER_PAGE = 200

async function call(auctionId: string, afterSeq: number) {
  return unwrap(
    await client.rpc('auction_ledger', {
      p_auction_id: auctionId,
      p_after_seq: afterSeq,
      p_limit: LEDGER_PAGE,
    }),
  )
}

export type LedgerEvent = Awaited<ReturnType<typeof call>>[number]

/** Calls `auction_ledger`: at most LEDGER_PAGE public events after `afterSeq`, oldest first. */
export async function fetchLedger(auctionId: string, afterSeq: number): Promise<LedgerEvent[]> {
  return call(auctionId, afterSeq)
}
