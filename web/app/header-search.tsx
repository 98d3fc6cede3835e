import { Search } from 'lucide-react'
import { Link, useLocation, useNavigate } from 'react-router'
import { paths } from '../lib/paths.ts'

/** The way to the search from every page: a field where there is room, a button on a phone. The search page has its own. */
export function HeaderSearch() {
  const { pathname } = useLocation()
  const navigate = useNavigate()
  if (pathname === paths.search()) return null
  return (
    <>
      <search className="hidden lg:block">
        <form
          className="relative"
          onSubmit={(event) => {
            event.preventDefault()
            const q = String(new FormData(event.currentTarget).get('q')).trim()
            void navigate(paths.search({ q }))
          }}
        >
          <Search
            aria-hidden
            className="pointer-events-none absolute top-1/2 left-3.5 size-4.5 -translate-y-1/2 text-ink-muted"
          />
          <input
            type="search"
            name="q"
            maxLength={200}
            aria-label="Search auctions"
            placeholder="Search"
            className="min-h-10 w-44 rounded-full border border-line bg-canvas pr-3 pl-10 text-base text-ink transition-[width] placeholder:text-ink-muted hover:border-line-strong focus:w-64"
          />
        </form>
      </search>
      <Link
        to={paths.search()}
        aria-label="Search"
        title="Search"
        className="inline-flex size-11 items-center justify-center rounded-full hover:bg-ink/8 lg:hidden"
      >
        <Search aria-hidden className="size-5" />
      </Link>
    </>
  )
}
