import { cx } from '../../../lib/cx.ts'
import { formatExact } from '../../../lib/time.ts'
import { type Mark, marksOf, type Placed, placed } from './timeline.ts'
import type { Try } from './tries.ts'
import { spanText } from './words.ts'

const TIME = new Intl.DateTimeFormat(undefined, {
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
})

const FILL: Record<Mark['what'], string> = {
  sent: 'bg-ink-muted',
  received: 'bg-ink',
  turn: 'bg-act',
  refused: 'bg-act',
  end: 'bg-outbid',
}

/** When a bid left, arrived and had its turn, and when the end was: as a list, and on a scale where that can be seen. */
export function TryTimeline({ one }: { one: Try }) {
  const marks = marksOf(one)
  const scale = placed(marks)
  return (
    <div className="flex flex-col gap-3">
      {scale !== null && <Scale marks={scale} />}
      <ol className="flex flex-col">
        {marks.map((mark, index) => (
          <MarkRow key={mark.what} mark={mark} before={marks[index - 1]} />
        ))}
      </ol>
    </div>
  )
}

function MarkRow({ mark, before }: { mark: Mark; before: Mark | undefined }) {
  const iso = new Date(mark.at).toISOString()
  return (
    <li className="tabular grid grid-cols-[0.75rem_1fr_auto] items-baseline gap-x-2.5 py-0.5 text-sm">
      <span aria-hidden className={cx('size-2.5 rounded-full', FILL[mark.what])} />
      <span>
        {mark.label}
        {before !== undefined && (
          <span className="text-ink-muted"> {spanText(mark.at - before.at)} later</span>
        )}
      </span>
      <time dateTime={iso} title={formatExact(iso)} className="text-ink-muted">
        {mark.estimated && 'about '}
        {TIME.format(mark.at)}
      </time>
    </li>
  )
}

/** On a true scale: the way to us, the wait for its turn, the end. */
function Scale({ marks }: { marks: readonly Placed[] }) {
  return (
    <div aria-hidden className="relative mx-1.5 h-6">
      <div className="absolute inset-x-0 top-1/2 h-px bg-line-strong" />
      {marks.map((mark, index) => {
        const next = marks[index + 1]
        if (next === undefined || (mark.what !== 'sent' && mark.what !== 'received')) return null
        return (
          <div
            key={`span ${mark.what}`}
            className={cx(
              'absolute top-1/2 h-1.5 -translate-y-1/2',
              mark.what === 'sent' ? 'bg-ink-muted/40' : 'bg-act/50',
            )}
            style={{ left: `${mark.x * 100}%`, width: `${(next.x - mark.x) * 100}%` }}
          />
        )
      })}
      {marks.map((mark) => (
        <div
          key={mark.what}
          className={cx(
            'absolute top-1/2 -translate-x-1/2 -translate-y-1/2',
            mark.what === 'end' ? 'h-6 w-0.5' : 'size-3 rounded-full ring-2 ring-raised',
            FILL[mark.what],
          )}
          style={{ left: `${mark.x * 100}%` }}
        />
      ))}
    </div>
  )
}
