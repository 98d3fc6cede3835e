import { useCallback, useEffect, useRef, useState } from 'react'
import { toAppError } from '../../../lib/errors.ts'
import { type ConsoleLease, claimConsole } from './claim-console.ts'
import { consoleSession } from './console-session.ts'

/** The database forgets a console after 20 seconds without a word. */
const RENEW_MS = 5_000

/**
 * `asking`: not known yet · `held`: this tab runs the show · `elsewhere`: another one did when this tab came ·
 * `lost`: another one took it from this tab.
 */
export type LeaseStatus = 'asking' | 'held' | 'elsewhere' | 'lost'

export interface ConsoleLeaseState {
  status: LeaseStatus
  /** As the database last told it; null before the first answer. */
  lease: ConsoleLease | null
  /** Takes the show from whoever has it. */
  takeOver(): void
  /** Asks at once: a command has been refused. */
  check(): void
}

/**
 * Holds a show for this tab while mounted, and knows when another has taken it. Once another has it nothing is claimed
 * any more until the host says so.
 */
export function useConsoleLease(showId: string, isOver: boolean): ConsoleLeaseState {
  const [status, setStatus] = useState<LeaseStatus>('asking')
  const [lease, setLease] = useState<ConsoleLease | null>(null)
  const known = useRef<LeaseStatus>('asking')
  const claim = useCallback(
    async (force: boolean) => {
      try {
        const answer = await claimConsole(showId, await consoleSession(), force)
        const before = known.current
        known.current = answer.granted ? 'held' : before === 'held' ? 'lost' : 'elsewhere'
        setStatus(known.current)
        setLease(answer)
      } catch (error) {
        // Without an answer nothing is known to have changed; a command that must not pass is refused by the database.
        const { code } = toAppError(error)
        if (code !== 'NETWORK') console.warn('claim_console', code)
      }
    },
    [showId],
  )
  useEffect(() => {
    if (isOver) return
    void claim(false)
    const timer = setInterval(() => {
      if (known.current === 'asking' || known.current === 'held') void claim(false)
    }, RENEW_MS)
    return () => clearInterval(timer)
  }, [claim, isOver])
  return {
    status,
    lease,
    takeOver: () => void claim(true),
    check: () => void claim(false),
  }
}
