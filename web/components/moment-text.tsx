import { formatExact, formatMoment } from '../lib/time.ts'

/** A moment in the viewer's zone; the exact one on hover. */
export function MomentText({ at, className }: { at: string; className?: string }) {
  return (
    <time dateTime={at} title={formatExact(at)} className={className}>
      {formatMoment(at, new Date())}
    </time>
  )
}
