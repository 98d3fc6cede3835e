import { LoaderCircle } from 'lucide-react'
import type { ReactNode } from 'react'
import { buttonStyle } from '../../../components/button-style.ts'
import { cx } from '../../../lib/cx.ts'
import { useSettled } from './use-settled.ts'

interface SettledButtonProps {
  /** What the button commits to; when it changes the button is dead for `deadMs`. */
  shown: string
  deadMs: number
  busy: boolean
  disabled: boolean
  onAct: () => void
  children: ReactNode
  className?: string
}

/** UX.md, the bid bar, 2: how long an amount that came from a refusal must have been read before a tap counts. */
export const REFUSED_DEAD_MS = 400
/** After any other change: about the time a thumb that is already moving needs to stop. */
export const CHANGED_DEAD_MS = 200

/**
 * A button that costs money. It acts only on what has stood still, and never loses focus: while it must not act it says
 * so with aria-disabled and ignores taps.
 */
export function SettledButton(props: SettledButtonProps) {
  const { shown, deadMs, busy, disabled, onAct, children, className } = props
  const settled = useSettled(shown, deadMs)
  const inert = disabled || busy || !settled
  return (
    <button
      type="button"
      aria-disabled={inert || undefined}
      aria-busy={busy || undefined}
      onClick={() => {
        if (!inert) onAct()
      }}
      className={cx(
        buttonStyle({ variant: 'act', size: 'lg' }),
        'tabular min-h-14 flex-1 text-lg font-bold transition-transform active:scale-[0.98] aria-disabled:active:scale-100',
        // Dead for a moment is not the same as unavailable: only the latter is greyed out.
        !disabled && 'aria-disabled:opacity-100',
        className,
      )}
    >
      {busy && <LoaderCircle aria-hidden className="size-5 animate-spin" />}
      {children}
    </button>
  )
}
