import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { Link } from 'react-router'
import { buttonStyle } from '../../components/button-style.ts'
import { MomentText } from '../../components/moment-text.tsx'
import { Section } from '../../components/section.tsx'
import { paths } from '../../lib/paths.ts'
import { ListState } from './list-state.tsx'
import { myShowsQuery } from './my-shows.ts'
import { StatusBadge } from './status-badge.tsx'

export function StudioShows({ userId }: { userId: string }) {
  const shows = useQuery(myShowsQuery(userId))
  return (
    <Section
      title="Shows"
      action={
        <Link to={paths.newShow()} className={buttonStyle({ size: 'sm' })}>
          <Plus aria-hidden className="size-4" />
          New show
        </Link>
      }
    >
      <ListState
        query={shows}
        label="Loading your shows"
        empty="No show yet. Draft one, put lots into it, and announce it."
      >
        {(rows) =>
          rows.map((show) => (
            <li
              key={show.id}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3.5"
            >
              <div className="min-w-0">
                <h3 className="font-sans font-semibold">
                  <Link to={paths.studioShow(show.id)} className="hover:underline">
                    {show.title}
                  </Link>
                </h3>
                <p className="mt-1 flex flex-wrap items-center gap-2 text-sm text-ink-muted">
                  <StatusBadge status={show.status} />
                  {show.starts_at !== null && <MomentText at={show.starts_at} />}
                  {show.status === 'ended' && (
                    <span className="tabular">at most {show.peak_viewers} watching at once</span>
                  )}
                </p>
              </div>
              {(show.status === 'live' || show.status === 'scheduled') && (
                <Link
                  to={paths.hostShow(show.id)}
                  className={buttonStyle({
                    size: 'sm',
                    variant: show.status === 'live' ? 'act' : 'solid',
                  })}
                >
                  {show.status === 'live' ? 'Back on air' : 'Go live'}
                </Link>
              )}
            </li>
          ))
        }
      </ListState>
    </Section>
  )
}
