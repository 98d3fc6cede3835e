import { useState } from 'react'
import { untilAnswered } from '../bidding/until-answered.ts'
import { useLiveSession } from '../state/live-context.tsx'
import type { Lot } from '../state/shapes.ts'
import { purchase, type Wanted } from './purchase.ts'

/** A purchase of mine from the tap to its fate. */
export interface Purchase {
  key: string
  wanted: Wanted
  phase: 'placing' | 'bought' | 'refused' | 'unknown'
  code: string | null
  detail: Readonly<Record<string, unknown>>
  orderId: string | null
}

export interface Purchasing {
  /** The last one; null before the first. */
  purchase: Purchase | null
  /** Nobody knows whether the last one happened: until somebody does, nothing else is bought here. */
  unanswered: boolean
  buy(wanted: Wanted): void
  /** Sends a purchase whose fate is unknown again, with its key: it cannot happen twice. */
  retry(): void
}

/** Whether a purchase got no answer, as against one that was refused. */
export function isUnanswered({ phase, code }: Purchase): boolean {
  return phase === 'unknown' && (code === 'NETWORK' || code === 'UNKNOWN')
}

/** Buying in one lot: what was asked for, and what became of it. */
export function usePurchase(lot: Lot): Purchasing {
  const { dispatch, clock, refresh } = useLiveSession()
  const [last, setLast] = useState<Purchase | null>(null)

  async function send(wanted: Wanted, key: string): Promise<void> {
    const auctionId = lot.id
    const sent: Purchase = { key, wanted, phase: 'placing', code: null, detail: {}, orderId: null }
    setLast(sent)
    const sentAt = clock.monotonic()
    const result = await untilAnswered((signal) => purchase({ auctionId, wanted, key }, signal))
    if (!result.replied) {
      setLast({ ...sent, phase: 'unknown', code: result.code, detail: result.details })
      // What is in the database says more than an answer that was lost.
      refresh()
      return
    }
    const { reply } = result
    clock.observe(reply.server_time, sentAt, clock.monotonic())
    setLast({
      ...sent,
      phase: reply.outcome,
      code: reply.code,
      detail: reply.detail ?? {},
      orderId: reply.order_id,
    })
    dispatch({ type: 'purchase replied', auctionId, reply })
  }

  return {
    purchase: last,
    unanswered: last !== null && isUnanswered(last),
    buy: (wanted) => void send(wanted, crypto.randomUUID()),
    retry: () => {
      if (last !== null) void send(last.wanted, last.key)
    },
  }
}
