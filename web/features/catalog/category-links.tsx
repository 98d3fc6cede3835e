import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { Link } from 'react-router'
import { Skeleton } from '../../components/skeleton.tsx'
import { categoriesQuery } from '../../lib/categories.ts'
import { cx } from '../../lib/cx.ts'
import { paths } from '../../lib/paths.ts'

const ROW =
  '-mx-4 mb-6 flex gap-2 overflow-x-auto px-4 py-1 [scrollbar-width:none] md:mx-0 md:flex-wrap md:px-0'

/** The top of the category tree as a row of chips. Left out when it cannot be read: nothing depends on it. */
export function CategoryLinks({ current }: { current?: string }) {
  const categories = useQuery(categoriesQuery)
  const row = useRef<HTMLElement>(null)
  const loaded = categories.data !== undefined

  // On a phone the row is wider than the screen: bring the chosen chip into it.
  useEffect(() => {
    if (!loaded || current === undefined) return
    row.current
      ?.querySelector('[aria-current]')
      ?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [loaded, current])

  if (categories.data === undefined) {
    return categories.error === null ? (
      <div className={ROW} aria-hidden>
        {['w-24', 'w-32', 'w-20', 'w-28', 'w-36'].map((width) => (
          <Skeleton key={width} className={cx('h-11 shrink-0 rounded-full', width)} />
        ))}
      </div>
    ) : null
  }
  const top = categories.data.filter((category) => category.parent_id === null)
  if (top.length === 0) return null
  return (
    <nav ref={row} aria-label="Categories" className={ROW}>
      {top.map((category) => (
        <Link
          key={category.id}
          to={paths.category(category.slug)}
          aria-current={category.slug === current ? 'page' : undefined}
          className="inline-flex min-h-11 shrink-0 items-center rounded-full border border-line bg-surface px-4 text-[0.9375rem] font-semibold transition-colors md:min-h-10 md:px-3.5 md:text-sm hover:border-ink aria-[current=page]:border-ink aria-[current=page]:bg-ink aria-[current=page]:text-canvas"
        >
          {category.name}
        </Link>
      ))}
    </nav>
  )
}
