import { ShieldCheck } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useLive } from '../state/live-context.tsx'
import { isStaff } from './may-moderate.ts'

const Sheet = lazy(async () => ({
  default: (await import('./moderation-sheet.tsx')).ModerationSheet,
}))

/** Opens people, rules and log of the show's chat; for its staff alone. */
export function ModerationButton({
  showId,
  compact = false,
}: {
  showId: string
  /** The icon alone, over video. */
  compact?: boolean
}) {
  const hasSay = useLive((state) => isStaff(state.you))
  const [open, setOpen] = useState(false)
  if (!hasSay) return null
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className={
          compact
            ? 'inline-flex size-11 shrink-0 items-center justify-center rounded-full bg-black/50 text-white'
            : 'inline-flex min-h-9 items-center gap-1.5 rounded-full bg-ink/8 px-3 text-sm font-semibold hover:bg-ink/15'
        }
      >
        <ShieldCheck aria-hidden className={compact ? 'size-5' : 'size-4'} />
        <span className={compact ? 'sr-only' : undefined}>Moderate</span>
      </button>
      {open && (
        <Suspense fallback={null}>
          <Sheet showId={showId} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
