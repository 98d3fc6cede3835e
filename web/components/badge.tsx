import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '../lib/cx.ts'

export type BadgeTone = 'neutral' | 'act' | 'winning' | 'outbid' | 'glass'

const TONES: Record<BadgeTone, string> = {
  neutral: 'bg-ink/8 text-ink-soft',
  act: 'bg-act-soft text-act-text',
  winning: 'bg-winning-soft text-winning',
  outbid: 'bg-outbid-soft text-outbid',
  glass: 'bg-black/60 text-white',
}

interface BadgeProps {
  tone?: BadgeTone
  /** Give one whenever the tone carries meaning: colour never speaks alone. */
  icon?: LucideIcon
  children: ReactNode
  className?: string
}

export function Badge({ tone = 'neutral', icon: Icon, children, className }: BadgeProps) {
  return (
    <span
      className={cx(
        'tabular inline-flex items-center gap-1 rounded-full px-2.5 py-1 text-xs leading-none font-semibold whitespace-nowrap',
        TONES[tone],
        className,
      )}
    >
      {Icon !== undefined && <Icon aria-hidden className="size-3.5" />}
      {children}
    </span>
  )
}

/** "Live" with a beating dot, legible on any picture. */
export function LiveBadge({ className }: { className?: string }) {
  return (
    <span
      className={cx(
        'inline-flex items-center gap-1.5 rounded-full bg-act px-2.5 py-1 text-xs leading-none font-bold text-act-ink',
        className,
      )}
    >
      <span aria-hidden className="size-1.5 animate-pulse-soft rounded-full bg-act-ink" />
      Live
    </span>
  )
}
