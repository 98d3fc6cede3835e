import type { QuickLot } from './quick-lot.ts'
import type { LotChange } from './update-lot.ts'

/** Asked before a lot opens whose late bids would add less time than the audience needs to answer. */
export interface LatencyQuestion {
  extensionMs: number
  /** Round trip that 95 % of the viewers stay below. */
  p95Ms: number
  confirm(): void
  dismiss(): void
}

/** All that a console can do, whether it is real (`useHostCommands`) or a rehearsal (`useRehearsal`). */
export interface HostCommands {
  /** `startingPriceCents`: changes it first, when the host has chosen another. */
  openLot(auctionId: string, seconds: number, startingPriceCents?: number): void
  extendLot(auctionId: string, seconds: number): void
  passLot(auctionId: string): void
  /** Null unpins. */
  pinLot(auctionId: string | null): void
  /** The lot's picture, to everybody in the chat; null where nobody is there to see it. */
  showPicture: ((auctionId: string) => void) | null
  /** These resolve true when it was done. */
  reorderLots(auctionIds: readonly string[]): Promise<boolean>
  updateLot(auctionId: string, change: LotChange): Promise<boolean>
  removeLot(auctionId: string): void
  quickLot(lot: QuickLot): Promise<boolean>
  endShow(): Promise<boolean>
  startShow(): void
  /** Whether the show is recorded from its first picture on; null where nothing can be recorded. */
  recordShow: ((wanted: boolean) => void) | null
  /** One is under way. */
  busy: boolean
  /** None is under way and this console runs the show: only then do buttons and keys act. */
  ready: boolean
  latency: LatencyQuestion | null
}
