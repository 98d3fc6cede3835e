import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMyAccount } from '../../../lib/my-account.ts'
import { platformStatusQuery } from '../../../lib/platform-status.ts'
import { useSession } from '../../../lib/session.ts'
import { useLive, useLiveSession } from '../state/live-context.tsx'
import type { OwnBid } from '../state/live-state.ts'
import type { Lot } from '../state/shapes.ts'
import { useTimeLeft } from '../state/use-time-left.ts'
import { type Gate, gateFor } from './gate.ts'
import { reportRoundTrip } from './report-round-trip.ts'
import { type Standing, standingIn } from './standing.ts'
import { submitBid } from './submit-bid.ts'

export interface Bidding {
  gate: Gate
  standing: Standing
  /** Milliseconds left by the server's clock; null while it is unknown or there is no end. */
  timeLeftMs: number | null
  /** My last bid in this auction. */
  bid: OwnBid | null
  placeBid(amountCents: number, isMax: boolean): void
  /** Sends a bid whose fate is unknown again, with its key: it cannot count twice. */
  retryBid(): void
}

/** Codes that mean the account's standing is not what this page thought. */
const ABOUT_ACCOUNT = new Set(['NOCRD', 'KBANN', 'UNVER', '42501'])

/** All that a bid bar needs to know and do about one lot. */
export function useBidding(lot: Lot): Bidding {
  const { dispatch, clock } = useLiveSession()
  const queryClient = useQueryClient()
  const connection = useLive((state) => state.connection)
  const bannedFromShow = useLive((state) => state.you?.banned ?? false)
  const bid = useLive((state) => state.bids[lot.id] ?? null)
  const session = useSession()
  const account = useMyAccount()
  const platform = useQuery(platformStatusQuery)
  const timeLeftMs = useTimeLeft(lot.ends_at)

  async function send(amountCents: number, isMax: boolean, key: string): Promise<void> {
    const auctionId = lot.id
    dispatch({ type: 'bid sent', auctionId, key, amountCents, isMax })
    const sentAt = clock.monotonic()
    const result = await submitBid({ auctionId, amountCents, isMax, key })
    if (result.replied) {
      clock.observe(result.reply.server_time, sentAt, clock.monotonic())
      dispatch({ type: 'bid replied', auctionId, key, reply: result.reply })
      reportRoundTrip(auctionId, amountCents, result.reply, result.tookMs)
    } else {
      dispatch({ type: 'bid failed', auctionId, key, code: result.code, detail: result.details })
    }
    const code = result.replied ? result.reply.code : result.code
    if (code !== null && ABOUT_ACCOUNT.has(code)) {
      await queryClient.invalidateQueries({ queryKey: ['my-account'] })
    }
  }

  return {
    gate: gateFor({
      lot,
      connection,
      session: session.status,
      account: account.data,
      bannedFromShow,
      paused: platform.data?.paused_at != null,
      timeUp: timeLeftMs === null ? null : timeLeftMs <= 0,
    }),
    standing: standingIn(lot),
    timeLeftMs,
    bid,
    placeBid: (amountCents, isMax) => void send(amountCents, isMax, crypto.randomUUID()),
    retryBid: () => {
      if (bid !== null) void send(bid.amountCents, bid.isMax, bid.key)
    },
  }
}
