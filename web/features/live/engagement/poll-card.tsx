import { ChartColumn } from 'lucide-react'
import { Link, useLocation } from 'react-router'
import { buttonStyle } from '../../../components/button-style.ts'
import { paths } from '../../../lib/paths.ts'
import { useSession } from '../../../lib/session.ts'
import { formatTimeLeft } from '../../../lib/time.ts'
import { useLive, useLiveSession } from '../state/live-context.tsx'
import { useTimeLeft } from '../state/use-time-left.ts'
import { EngagementCard } from './engagement-card.tsx'
import type { Poll } from './engagement-shapes.ts'
import { PollResults, votesOf } from './poll-results.tsx'
import { useCommand } from './use-command.ts'
import { useShown } from './use-shown.ts'
import { voteInPoll } from './vote-in-poll.ts'

/** A question of the host: answers to tap, then how all have answered. */
export function PollCard({ poll }: { poll: Poll }) {
  const { status } = useSession()
  const { pathname, search } = useLocation()
  const role = useLive((state) => state.you?.role ?? 'viewer')
  const left = useTimeLeft(poll.closes_at)
  const open = poll.status === 'open' && (left === null || left > 0)
  const { shown, dismiss } = useShown(poll.id, open ? null : poll.closes_at)
  const voted = poll.your_choice != null
  const mayVote = open && !voted && role !== 'host'
  const votes = votesOf(poll)
  return (
    <>
      <p role="status" className="sr-only">
        {shown && `Poll: ${poll.question}${open ? '' : ' It is over.'}`}
      </p>
      {shown && (
        <EngagementCard
          label="Poll"
          icon={ChartColumn}
          title={poll.question}
          meta={
            (open && left !== null ? `${formatTimeLeft(left)} left · ` : open ? '' : 'Closed · ') +
            (votes === 1 ? '1 vote' : `${votes} votes`)
          }
          onDismiss={open && !voted ? undefined : dismiss}
        >
          <div className="mt-2.5">
            {mayVote && status === 'signed-in' ? (
              <Answers poll={poll} />
            ) : (
              <PollResults poll={poll} />
            )}
            {mayVote && status !== 'signed-in' && (
              <Link
                to={paths.login(`${pathname}${search}`)}
                className={buttonStyle({ variant: 'act', className: 'mt-2 w-full' })}
              >
                Sign in to vote
              </Link>
            )}
          </div>
        </EngagementCard>
      )}
    </>
  )
}

function Answers({ poll }: { poll: Poll }) {
  const { dispatch } = useLiveSession()
  const { busy, run } = useCommand()
  const vote = (choice: number) =>
    run(async () => dispatch({ type: 'poll', poll: await voteInPoll(poll.id, choice) }))
  return (
    <ul className={poll.options.length === 2 ? 'grid grid-cols-2 gap-2' : 'grid gap-2'}>
      {poll.options.map((option, index) => (
        <li key={option} className="flex">
          <button
            type="button"
            disabled={busy}
            onClick={() => void vote(index + 1)}
            className="min-h-11 w-full rounded-control border border-line-strong/60 bg-surface px-3 py-1.5 leading-tight font-semibold transition-colors hover:border-act disabled:opacity-50"
          >
            {option}
          </button>
        </li>
      ))}
    </ul>
  )
}
