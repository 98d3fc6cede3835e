import { useEffect, useRef } from 'react'
import { toAppError } from '../../../lib/errors.ts'
import { useLiveSession } from '../state/live-context.tsx'
import { type ReactionKind, sendReaction } from './send-reaction.ts'

/** Taps are gathered this long: a thumb is faster than a server should be asked. */
const GATHER_MS = 700
const MOST_TAPS = 10

/** Reacting: seen at once by oneself, by all others with the server's next count. */
export function useReactions(showId: string): (kind: ReactionKind) => void {
  const { dispatch } = useLiveSession()
  const waiting = useRef(new Map<ReactionKind, number>())
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  function flush(): void {
    timer.current = undefined
    for (const [kind, taps] of waiting.current) {
      // A lost heart costs nothing and must not disturb.
      sendReaction(showId, kind, Math.min(taps, MOST_TAPS)).catch((error: unknown) =>
        console.warn('Reaction', toAppError(error).code),
      )
    }
    waiting.current.clear()
  }

  return (kind) => {
    dispatch({ type: 'reactions', counts: { [kind]: 1 } })
    waiting.current.set(kind, (waiting.current.get(kind) ?? 0) + 1)
    timer.current ??= setTimeout(flush, GATHER_MS)
  }
}
