import { type ReactNode, useId } from 'react'

interface SectionProps {
  title: string
  /** One short line beside or below the title. */
  note?: ReactNode
  /** A link or control at the end of the line. */
  action?: ReactNode
  children: ReactNode
}

/** A named part of a page. */
export function Section({ title, note, action, children }: SectionProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="mt-10 first:mt-0 md:mt-14">
      <div className="mb-4 flex flex-wrap items-end justify-between gap-x-4 gap-y-1 md:mb-5">
        <div>
          <h2 id={id} className="text-2xl font-extrabold tracking-tight">
            {title}
          </h2>
          {note !== undefined && <p className="text-ink-muted">{note}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  )
}
