import { Check } from 'lucide-react'
import { cx } from '../../../lib/cx.ts'
import type { Poll } from './engagement-shapes.ts'

export function votesOf({ tallies }: Poll): number {
  return tallies.reduce((sum, votes) => sum + votes, 0)
}

/** How everybody has answered so far, as bars that grow. */
export function PollResults({ poll }: { poll: Poll }) {
  const total = votesOf(poll)
  const most = Math.max(...poll.tallies)
  return (
    <ul className="grid gap-1.5">
      {poll.options.map((option, index) => {
        const votes = poll.tallies[index] ?? 0
        const share = total === 0 ? 0 : Math.round((votes / total) * 100)
        const own = poll.your_choice === index + 1
        return (
          <li
            key={option}
            className="relative flex min-h-9 items-center gap-2 overflow-hidden rounded-control bg-ink/6 px-3 py-1 text-sm"
          >
            <span
              aria-hidden
              style={{ width: `${share}%` }}
              className={cx(
                'absolute inset-y-0 left-0 transition-[width] duration-500 motion-reduce:transition-none',
                votes === most && votes > 0 ? 'bg-act-soft' : 'bg-ink/8',
              )}
            />
            <span className="relative min-w-0 flex-1 leading-tight font-semibold">
              {option}
              {own && (
                <>
                  <Check aria-hidden className="ml-1.5 inline size-4" strokeWidth={3} />
                  <span className="sr-only"> (your vote)</span>
                </>
              )}
            </span>
            <span className="tabular relative font-bold">{share}%</span>
          </li>
        )
      })}
    </ul>
  )
}
