import { Check, LoaderCircle, Minus, X } from 'lucide-react'
import { cx } from '../../../lib/cx.ts'
import type { Step, StepState } from './verify-steps.ts'

const MARKS: Record<StepState, { className: string; label: string }> = {
  waiting: { className: 'border border-line-strong/50', label: 'Not yet' },
  working: { className: 'text-ink-muted', label: 'Working' },
  good: { className: 'bg-winning text-winning-ink animate-fade-in', label: 'Checked' },
  bad: { className: 'bg-outbid text-outbid-ink animate-fade-in', label: 'Failed' },
  stopped: { className: 'border border-line-strong/50 text-ink-muted', label: 'Not finished' },
}

const ICONS = { waiting: null, working: LoaderCircle, good: Check, bad: X, stopped: Minus }

/** The steps from top to bottom, tied together by a line as the entries are by their seals. */
export function VerifyStepList({ steps }: { steps: readonly Step[] }) {
  return (
    <ol className="flex flex-col">
      {steps.map((step, index) => (
        <li key={step.title} className="group relative flex gap-3.5 pb-4 last:pb-0">
          {index < steps.length - 1 && (
            <span aria-hidden className="absolute top-7 bottom-1 left-3 w-px bg-line" />
          )}
          <Mark state={step.state} />
          <div className={cx('min-w-0', step.state === 'waiting' && 'text-ink-muted')}>
            <p className="font-semibold">{step.title}</p>
            <p className="tabular text-sm text-ink-muted">{step.text}</p>
          </div>
        </li>
      ))}
    </ol>
  )
}

function Mark({ state }: { state: StepState }) {
  const { className, label } = MARKS[state]
  const Icon = ICONS[state]
  return (
    <span
      className={cx(
        'mt-0.5 inline-flex size-6 shrink-0 items-center justify-center rounded-full',
        className,
      )}
    >
      {Icon !== null && (
        <Icon
          aria-hidden
          strokeWidth={state === 'working' ? 2 : 3}
          className={state === 'working' ? 'size-5 animate-spin' : 'size-3.5'}
        />
      )}
      <span className="sr-only">{label}:</span>
    </span>
  )
}
