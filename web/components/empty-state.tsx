import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

interface EmptyStateProps {
  icon: LucideIcon
  title: string
  /** What would fill this place. */
  children: ReactNode
  /** The next step: a button or a link that looks like one. */
  action?: ReactNode
}

export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center rounded-card border border-dashed border-line-strong/50 px-6 py-12 text-center">
      <span className="mb-4 inline-flex size-14 items-center justify-center rounded-full bg-act-soft text-act-text">
        <Icon aria-hidden className="size-6" />
      </span>
      <p className="font-display text-lg font-bold">{title}</p>
      <p className="mt-1 max-w-sm text-ink-muted">{children}</p>
      {action !== undefined && <div className="mt-6">{action}</div>}
    </div>
  )
}
