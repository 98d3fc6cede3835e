import { cx } from '../../../lib/cx.ts'
import { formatPosition } from './chapters.ts'
import type { Recording } from './show-replay.ts'

interface PartsProps {
  recordings: readonly Recording[]
  chosenId: string
  onChoose: (id: string) => void
}

/** A show that was recorded in several goes. */
export function Parts({ recordings, chosenId, onChoose }: PartsProps) {
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">Parts of the recording</legend>
      {recordings.map(({ id, duration_ms: durationMs, status }, index) => (
        <button
          key={id}
          type="button"
          aria-pressed={id === chosenId}
          onClick={() => onChoose(id)}
          className={cx(
            'tabular min-h-11 rounded-full px-4 text-sm font-semibold',
            id === chosenId ? 'bg-act-soft text-act-text' : 'bg-ink/8 hover:bg-ink/15',
          )}
        >
          Part {index + 1}
          <span className="ml-2 font-normal text-ink-soft">
            {status === 'ready' ? formatPosition(durationMs ?? 0) : status}
          </span>
        </button>
      ))}
    </fieldset>
  )
}
