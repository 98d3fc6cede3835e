import { useQuery } from '@tanstack/react-query'
import { CircleCheck, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { MomentText } from '../../components/moment-text.tsx'
import { compareMoney } from './compare-money.ts'
import { DifferenceCard } from './difference-card.tsx'
import {
  DIFFERENCE_STATES,
  type DifferenceState,
  type Differences,
  differencesQuery,
} from './differences.ts'
import { ListState } from './list-state.tsx'
import { useAction } from './use-action.ts'

const LABELS: Record<DifferenceState, string> = {
  open: 'Open',
  explained: 'Explained',
  settled: 'Settled',
}

const EMPTY: Record<DifferenceState, { title: string; text: string }> = {
  open: {
    title: 'The books and Stripe agree',
    text: 'Every hour they are compared. What nobody can explain turns up here.',
  },
  explained: {
    title: 'Nothing had to be explained',
    text: 'A difference that somebody has explained stays here as long as its sum stays the same.',
  },
  settled: {
    title: 'Nothing has been settled yet',
    text: 'Differences that were repaired, or that have gone, end up here.',
  },
}

/** The comparison goes through the outbox: it is over some seconds after it was asked for. */
const ASK_EVERY_MS = 3000

/** How the books differ from what Stripe says. */
export function DifferencesPanel() {
  const [state, setState] = useState<DifferenceState>('open')
  const [asked, setAsked] = useState(false)
  const query = useQuery({
    ...differencesQuery(state),
    refetchInterval: asked ? ASK_EVERY_MS : false,
  })
  const compare = useAction(compareMoney, (isNew) => {
    setAsked(true)
    return isNew ? 'The comparison has begun' : 'A comparison is under way already'
  })
  return (
    <>
      <div className="mb-5 flex flex-wrap items-center justify-between gap-3">
        <StateFilter value={state} counts={query.data?.counts} onChange={setState} />
        <Button size="sm" busy={compare.isPending} onClick={() => compare.mutate(undefined)}>
          <RefreshCw aria-hidden className="size-4" />
          Compare now
        </Button>
      </div>
      <ListState query={query} label="Loading the differences">
        {({ differences, compared_at }) => (
          <>
            {compared_at !== null && (
              <p className="mb-4 text-sm text-ink-muted">
                Last compared <MomentText at={compared_at} />.
              </p>
            )}
            {compared_at === null ? (
              // Nothing was found because nobody has looked: that is no agreement.
              <EmptyState icon={RefreshCw} title="Not compared yet">
                The books are compared with Stripe every hour, or now.
              </EmptyState>
            ) : differences.length === 0 ? (
              <EmptyState icon={CircleCheck} title={EMPTY[state].title}>
                {EMPTY[state].text}
              </EmptyState>
            ) : (
              <ul className="flex flex-col gap-4">
                {differences.map((difference) => (
                  <DifferenceCard key={difference.id} difference={difference} />
                ))}
              </ul>
            )}
          </>
        )}
      </ListState>
    </>
  )
}

interface StateFilterProps {
  value: DifferenceState
  counts: Differences['counts'] | undefined
  onChange: (state: DifferenceState) => void
}

function StateFilter({ value, counts, onChange }: StateFilterProps) {
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">Which differences</legend>
      {DIFFERENCE_STATES.map((state) => (
        <label
          key={state}
          className="inline-flex min-h-10 cursor-pointer items-center gap-2 rounded-full border border-line-strong px-4 text-sm font-semibold has-checked:border-act has-checked:bg-act-soft has-checked:text-act-text has-focus-visible:outline-2"
        >
          <input
            type="radio"
            name="difference-state"
            value={state}
            checked={state === value}
            onChange={() => onChange(state)}
            className="sr-only"
          />
          {LABELS[state]}
          {counts !== undefined && state !== 'settled' && (
            <span className="tabular">{counts[state]}</span>
          )}
        </label>
      ))}
    </fieldset>
  )
}
