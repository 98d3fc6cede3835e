import { Hourglass, Timer } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { cx } from '../../../lib/cx.ts'
import { formatTimeLeft, spokenTimeLeft } from '../../../lib/time.ts'
import { FINAL_SECONDS_MS } from '../state/use-time-left.ts'

interface TimeLeftProps {
  /** By the server's clock; null while it is unknown. */
  ms: number | null
  /** ISO end; when it moves later, the time that was added is shown. */
  endsAt: string | null
  className?: string
}

const ADDED_SHOWN_MS = 2_000

/** What is written for `ms`: tenths in the last ten seconds. */
export function timeLeftText(ms: number): string {
  if (ms <= 0) return 'Closing'
  return ms < FINAL_SECONDS_MS ? `${(Math.ceil(ms / 100) / 10).toFixed(1)}s` : formatTimeLeft(ms)
}

/** Seconds by which the end has just moved, for a moment; null otherwise. */
function useAdded(endsAt: string | null): number | null {
  const before = useRef(endsAt)
  const [added, setAdded] = useState<number | null>(null)
  useEffect(() => {
    const was = before.current
    before.current = endsAt
    if (was === null || endsAt === null) return
    const seconds = Math.round((Date.parse(endsAt) - Date.parse(was)) / 1_000)
    if (seconds < 1) return
    setAdded(seconds)
    const timer = setTimeout(() => setAdded(null), ADDED_SHOWN_MS)
    return () => clearTimeout(timer)
  }, [endsAt])
  return added
}

/** The clock of an open auction. Its width does not change with its figures. */
export function TimeLeft({ ms, endsAt, className }: TimeLeftProps) {
  const added = useAdded(endsAt)
  const final = ms !== null && ms < FINAL_SECONDS_MS
  return (
    <span
      role="timer"
      aria-live="off"
      aria-label={ms === null ? 'Time left unknown' : `${spokenTimeLeft(ms)} left`}
      className={cx(
        'tabular relative inline-flex min-w-[4.5ch] items-center justify-end gap-1.5 font-bold whitespace-nowrap transition-colors',
        final ? 'text-outbid' : 'text-ink',
        className,
      )}
    >
      {final ? (
        <Hourglass aria-hidden className="size-[0.9em] animate-pulse-soft" />
      ) : (
        <Timer aria-hidden className="size-[0.9em] text-ink-muted" />
      )}
      {ms === null ? '–:––' : timeLeftText(ms)}
      {added !== null && (
        <span
          aria-hidden
          className="absolute top-1/2 right-full mr-2 -translate-y-1/2 animate-rise-in rounded-full bg-act px-1.5 py-px text-xs text-act-ink"
        >
          +{added}s
        </span>
      )}
    </span>
  )
}
