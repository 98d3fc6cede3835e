import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleX, Hourglass, type LucideIcon, RotateCw } from 'lucide-react'
import { Badge, type BadgeTone } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { MomentText } from '../../components/moment-text.tsx'
import { ListState } from './list-state.tsx'
import { OrderLink } from './order-link.tsx'
import { retryStuckJob } from './retry-stuck-job.ts'
import { type StuckJob, stuckJobsQuery } from './stuck-jobs.ts'
import { useAction } from './use-action.ts'

const KINDS: Readonly<Record<string, string>> = {
  settle_order: 'Charge an order',
  stop_payment: 'Stop a payment that is overdue',
  check_payment: 'Look at a payment again',
  book_charge: 'Book a charge',
  refund_payment: 'Send a refund',
  hold_dispute: 'Hold a disputed share',
  reconcile: 'Compare the books with Stripe',
  stream_room: 'Open or close a video room',
  stream_remove: 'Take somebody out of a video room',
}

const LOOK: Record<StuckJob['state'], { label: string; tone: BadgeTone; icon: LucideIcon }> = {
  dead: { label: 'Given up', tone: 'outbid', icon: CircleX },
  waiting: { label: 'Tries again', tone: 'act', icon: Hourglass },
  due: { label: 'Overdue', tone: 'act', icon: Hourglass },
  leased: { label: 'At work', tone: 'neutral', icon: Hourglass },
}

const ASK_EVERY_MS = 10_000

function JobCard({ job }: { job: StuckJob }) {
  const retry = useAction(retryStuckJob, () => 'It is tried again now')
  const { label, tone, icon } = LOOK[job.state]
  return (
    <Card className="p-5 sm:p-6" role="listitem">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <h3 className="text-lg font-bold">{KINDS[job.kind] ?? job.kind}</h3>
        <Badge tone={tone} icon={icon}>
          {label}
        </Badge>
      </div>
      <p className="mt-1 text-sm text-ink-muted">
        {job.order_id !== null && job.order_number !== null && (
          <>
            <OrderLink id={job.order_id} number={job.order_number} /> ·{' '}
          </>
        )}
        asked for <MomentText at={job.created_at} />
        {job.failures > 0 && (
          <>
            {' '}
            · failed <span className="tabular">{job.failures}</span>{' '}
            {job.failures === 1 ? 'time' : 'times in a row'}
          </>
        )}
        {job.state === 'waiting' && (
          <>
            {' '}
            · next <MomentText at={job.run_at} />
          </>
        )}
      </p>
      {job.last_error !== null && (
        <p className="mt-3 rounded-control bg-sunken p-3 font-mono text-sm break-words">
          {job.last_error}
        </p>
      )}
      {job.state !== 'leased' && (
        <Button
          className="mt-4"
          size="sm"
          busy={retry.isPending}
          onClick={() => retry.mutate(job.id)}
        >
          <RotateCw aria-hidden className="size-4" />
          Try again
        </Button>
      )}
    </Card>
  )
}

/** What the outbox could not get done. */
export function StuckJobsPanel() {
  const query = useQuery({ ...stuckJobsQuery(), refetchInterval: ASK_EVERY_MS })
  return (
    <ListState query={query} label="Loading the stuck jobs">
      {(jobs) =>
        jobs.length === 0 ? (
          <EmptyState icon={CircleCheck} title="Nothing is stuck">
            Charges, refunds and everything else that waits for Stripe or the video server gets on.
          </EmptyState>
        ) : (
          <>
            <p className="mb-4 text-ink-muted">
              After twenty failures a job is given up. Mend the cause, then try again: what has
              happened at Stripe does not happen twice.
            </p>
            <ul className="flex flex-col gap-4">
              {jobs.map((job) => (
                <JobCard key={job.id} job={job} />
              ))}
            </ul>
          </>
        )
      }
    </ListState>
  )
}
