import { createContext, type ReactNode, useContext, useEffect } from 'react'
import { useStore } from 'zustand'
import type { LiveSession } from './live-session.ts'
import type { LiveState } from './live-state.ts'
import type { Lot } from './shapes.ts'

const LiveContext = createContext<LiveSession | null>(null)

/** Runs a live session while mounted and hands it to everything below. */
export function LiveProvider({ session, children }: { session: LiveSession; children: ReactNode }) {
  useEffect(() => session.start(), [session])
  return <LiveContext value={session}>{children}</LiveContext>
}

export function useLiveSession(): LiveSession {
  const session = useContext(LiveContext)
  if (session === null) throw new Error('A live component needs a LiveProvider above it.')
  return session
}

/** A part of the live state; the component renders again only when that part changes. */
export function useLive<Part>(select: (state: LiveState) => Part): Part {
  return useStore(useLiveSession().store, select)
}

/** One lot, or null while it is unknown. */
export function useLot(auctionId: string | null): Lot | null {
  return useLive((state) => (auctionId === null ? null : (state.lots[auctionId] ?? null)))
}
