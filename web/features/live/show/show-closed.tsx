import { DoorClosed, SearchX } from 'lucide-react'
import { Link } from 'react-router'
import { buttonStyle } from '../../../components/button-style.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { paths } from '../../../lib/paths.ts'

/** In place of a show that does not exist, or is not there for this caller. */
export function ShowMissing() {
  return (
    <div className="page max-w-2xl py-16">
      <h1 className="sr-only">Show not found</h1>
      <EmptyState
        icon={SearchX}
        title="There is no such show"
        action={
          <Link to={paths.home()} className={buttonStyle({ variant: 'act' })}>
            See what is live
          </Link>
        }
      >
        It may have been called off, or the address is not quite right.
      </EmptyState>
    </div>
  )
}

/** In place of a show from which the host or a moderator has put this person out. */
export function ShowRemoved() {
  return (
    <div className="page max-w-2xl py-16">
      <h1 className="sr-only">Removed from the show</h1>
      <EmptyState
        icon={DoorClosed}
        title="You have been removed from this show"
        action={
          <Link to={paths.home()} className={buttonStyle({ variant: 'act' })}>
            See what else is live
          </Link>
        }
      >
        The host or a moderator decided so. Bids you have placed still count, and other shows are
        open to you.
      </EmptyState>
    </div>
  )
}
