import { Clock } from 'lucide-react'
import { cx } from '../lib/cx.ts'
import { formatTimeLeft, spokenTimeLeft } from '../lib/time.ts'

/** From here on the clock is marked: milliseconds. */
const CLOSING_MS = 60_000

interface CountdownTextProps {
  /** Time left in milliseconds, by the server's clock. */
  ms: number
  /** What to say when it has run out. */
  over?: string
  icon?: boolean
  className?: string
}

/** Time left. In the last minute it is bolder and marked; it never speaks by itself (see the page's live region). */
export function CountdownText({ ms, over = 'Ended', icon = false, className }: CountdownTextProps) {
  const closing = ms > 0 && ms <= CLOSING_MS
  return (
    <span
      role="timer"
      aria-live="off"
      aria-label={ms > 0 ? `${spokenTimeLeft(ms)} left` : over}
      className={cx(
        'tabular inline-flex items-center gap-1 whitespace-nowrap',
        closing && 'font-bold text-outbid',
        className,
      )}
    >
      {icon && <Clock aria-hidden className="size-3.5" />}
      {ms > 0 ? formatTimeLeft(ms) : over}
    </span>
  )
}
