import { type LucideIcon, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../../../components/icon-button.tsx'
import { cx } from '../../../lib/cx.ts'

interface EngagementCardProps {
  /** What it is, for ears. */
  label: string
  icon: LucideIcon
  /** Something to be glad about: the mark takes the colour of winning. */
  joyful?: boolean
  title: string
  meta: ReactNode
  action?: ReactNode
  onDismiss?: (() => void) | undefined
  children?: ReactNode
}

/** A compact card that floats over chat or stage: a mark, two lines, one thing to tap. */
export function EngagementCard(props: EngagementCardProps) {
  const { label, icon: Icon, joyful = false, title, meta, action, onDismiss, children } = props
  return (
    <section
      aria-label={label}
      className={cx(
        'w-full max-w-md animate-rise-in rounded-2xl border bg-raised/97 p-2.5 text-ink shadow-float',
        joyful ? 'border-winning/60' : 'border-line',
      )}
    >
      <div className="flex items-center gap-2.5">
        <span
          className={cx(
            'grid size-10 shrink-0 place-items-center rounded-full',
            joyful ? 'bg-winning text-winning-ink' : 'bg-act-soft text-act-text',
          )}
        >
          <Icon aria-hidden className="size-5" />
        </span>
        <div className="min-w-0 flex-1">
          <h2 className="line-clamp-2 text-[0.9375rem] leading-tight font-bold">{title}</h2>
          <p className="tabular mt-0.5 text-sm leading-snug text-ink-muted">{meta}</p>
        </div>
        {action}
        {onDismiss !== undefined && (
          <IconButton label={`Close: ${label}`} icon={X} onClick={onDismiss} className="-mr-1" />
        )}
      </div>
      {children}
    </section>
  )
}
