import { Compass } from 'lucide-react'
import { Link } from 'react-router'
import { buttonStyle } from '../components/button-style.ts'
import { EmptyState } from '../components/empty-state.tsx'
import { paths } from '../lib/paths.ts'
import { useTitle } from '../lib/use-title.ts'

export function Component() {
  useTitle('Page not found')
  return (
    <div className="page max-w-2xl py-16">
      <h1 className="sr-only">Page not found</h1>
      <EmptyState
        icon={Compass}
        title="There is nothing at this address"
        action={
          <Link to={paths.home()} className={buttonStyle({ variant: 'act' })}>
            See what is live
          </Link>
        }
      >
        It may have been moved, or the link was cut short.
      </EmptyState>
    </div>
  )
}
