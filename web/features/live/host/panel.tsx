import type { ReactNode } from 'react'
import { cx } from '../../../lib/cx.ts'

interface PanelProps {
  title: string
  /** At the right of the title. */
  aside?: ReactNode
  className?: string
  children: ReactNode
}

/** A titled box of the console that fills the room it is given; what does not fit scrolls inside. */
export function Panel({ title, aside, className, children }: PanelProps) {
  return (
    <section
      aria-label={title}
      className={cx('flex min-h-0 flex-col rounded-card border border-line bg-surface', className)}
    >
      <div className="flex min-h-11 items-center justify-between gap-3 px-4 pt-2">
        <h2 className="text-lg font-bold">{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  )
}
