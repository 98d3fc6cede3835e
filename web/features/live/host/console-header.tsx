import { ChevronLeft, Clapperboard, ExternalLink, Eye } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Badge, LiveBadge } from '../../../components/badge.tsx'
import { buttonStyle } from '../../../components/button-style.ts'
import { paths } from '../../../lib/paths.ts'
import { studioPaths } from '../../../lib/studio-paths.ts'
import { ConnectionBadge } from '../bidding/connection-badge.tsx'
import type { Show } from '../state/shapes.ts'

interface ConsoleHeaderProps {
  show: Show
  rehearsal: boolean
  /** At the right: what concerns the show as a whole. */
  children: ReactNode
}

/** What show this is, who watches, and at the right what concerns the show as a whole. */
export function ConsoleHeader({ show, rehearsal, children }: ConsoleHeaderProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Link
        to={paths.studio()}
        aria-label="Back to the studio"
        className="-ml-2 inline-flex size-11 items-center justify-center rounded-full hover:bg-ink/8 md:hidden"
      >
        <ChevronLeft aria-hidden className="size-6" />
      </Link>
      <h1 className="min-w-0 flex-1 truncate text-xl font-bold sm:flex-none">{show.title}</h1>
      <div className="flex flex-wrap items-center gap-2 max-sm:order-last max-sm:w-full">
        {rehearsal && (
          <Badge tone="outbid" icon={Clapperboard}>
            Rehearsal
          </Badge>
        )}
        {show.status === 'live' && !rehearsal && <LiveBadge />}
        <Badge icon={Eye}>
          {show.viewers}
          <span className="sr-only"> watching</span>
        </Badge>
        {!rehearsal && <ConnectionBadge />}
      </div>
      <div className="flex items-center gap-1 sm:ml-auto">
        {(show.status === 'draft' || show.status === 'scheduled') && !rehearsal && (
          <Link
            to={studioPaths.rehearseShow(show.id)}
            className={buttonStyle({ variant: 'ghost', className: 'max-sm:hidden' })}
          >
            <Clapperboard aria-hidden className="size-4" />
            Rehearse
          </Link>
        )}
        {show.status === 'live' && !rehearsal && (
          <Link
            to={paths.show(show.id)}
            className={buttonStyle({ variant: 'ghost', className: 'max-sm:hidden' })}
          >
            <ExternalLink aria-hidden className="size-4" />
            <span className="max-xl:sr-only">As viewers see it</span>
          </Link>
        )}
        {children}
      </div>
    </div>
  )
}
