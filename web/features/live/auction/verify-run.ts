import type { Fault } from '../../../lib/ledger/fault.ts'
import { type FinalState, verifyLedger } from '../../../lib/ledger/verify.ts'
import { downloadLedger } from './verify-download.ts'

/** How far a verification has come. Ends with `good`, `bad` or `failed` (it could not be checked). */
export type VerifyState =
  | { phase: 'downloading'; loaded: number; total: number }
  | { phase: 'checking'; checked: number; total: number }
  | { phase: 'good'; rows: readonly unknown[]; finalState: FinalState; head: string; seals: number }
  | { phase: 'bad'; rows: readonly unknown[]; fault: Fault }
  | { phase: 'failed'; error: unknown }

export interface VerifyTask {
  auctionId: string
  /** How many entries the page knows of: what the progress is measured against. */
  version: number
  /** Seals that this page was shown while the auction ran, by entry. */
  seals: ReadonlyMap<number, string>
}

/** So many times at most is progress worth a new picture. */
const PICTURES = 50

/** Downloads and verifies a ledger. Resolves with the end; tells the way there. An aborted run resolves with null. */
export async function runVerification(
  { auctionId, version, seals }: VerifyTask,
  tell: (state: VerifyState) => void,
  signal: AbortSignal,
): Promise<VerifyState | null> {
  try {
    const rows = await downloadLedger(auctionId, {
      onProgress: (loaded) =>
        tell({ phase: 'downloading', loaded, total: Math.max(version, loaded) }),
      signal,
    })
    const every = Math.ceil(rows.length / PICTURES)
    const { fault, finalState, head } = await verifyLedger(rows, {
      witnesses: seals,
      signal,
      onProgress: (checked, total) => {
        if (checked % every === 0) tell({ phase: 'checking', checked, total })
      },
    })
    if (fault !== undefined) return { phase: 'bad', rows, fault }
    if (finalState === null || head === null || finalState.auction_id !== auctionId) {
      return { phase: 'bad', rows, fault: anotherAuction }
    }
    return { phase: 'good', rows, finalState, head, seals: seals.size }
  } catch (error) {
    return signal.aborted ? null : { phase: 'failed', error }
  }
}

const anotherAuction: Fault = {
  seq: 1,
  field: 'auction_id',
  rule: 'auction',
  message: 'This is the ledger of another auction.',
}
