import { call, type ReturnOf } from '../../../lib/call.ts'

export const LEDGER_PAGE = 200

export type LedgerEvent = ReturnOf<'auction_ledger'>[number]

/** Calls `auction_ledger`: at most LEDGER_PAGE public events after `afterSeq`, oldest first. */
export async function fetchLedger(auctionId: string, afterSeq: number): Promise<LedgerEvent[]> {
  return call('auction_ledger', {
    p_auction_id: auctionId,
    p_after_seq: afterSeq,
    p_limit: LEDGER_PAGE,
  })
}
