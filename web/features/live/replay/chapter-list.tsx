import { Check, CircleSlash } from 'lucide-react'
import { Badge } from '../../../components/badge.tsx'
import { cx } from '../../../lib/cx.ts'
import { formatMoney } from '../../../lib/money.ts'
import { LotImage } from '../show/lot-image.tsx'
import { formatPosition } from './chapters.ts'
import type { Chapter } from './show-replay.ts'

interface ChapterListProps {
  chapters: readonly Chapter[]
  /** The one that plays. */
  currentId: string | null
  onSeek: (ms: number) => void
}

/** The lots of a recording: when each opened, what became of it; a tap goes there. */
export function ChapterList({ chapters, currentId, onSeek }: ChapterListProps) {
  if (chapters.length === 0) {
    return <p className="px-2 py-6 text-ink-muted">No lot was open while this was recorded.</p>
  }
  return (
    <ol className="flex flex-col gap-1">
      {chapters.map((chapter) => {
        const isCurrent = chapter.auction_id === currentId
        return (
          <li key={chapter.auction_id}>
            <button
              type="button"
              onClick={() => onSeek(chapter.offset_ms)}
              aria-current={isCurrent || undefined}
              className={cx(
                'flex w-full items-center gap-3 rounded-control p-2 text-left transition-colors hover:bg-ink/8',
                isCurrent && 'bg-act-soft',
              )}
            >
              <LotImage src={chapter.image ?? undefined} alt="" className="size-14 rounded-lg" />
              <span className="min-w-0 flex-1">
                <span className="line-clamp-2 leading-snug font-semibold">
                  <span className="tabular mr-1.5 text-ink-muted">{chapter.lot_number}</span>
                  {chapter.title}
                </span>
                <span className="mt-1 block">
                  <Outcome chapter={chapter} />
                </span>
              </span>
              <span className="tabular shrink-0 text-sm font-semibold text-ink-soft">
                <span className="sr-only">from </span>
                {formatPosition(chapter.offset_ms)}
              </span>
            </button>
          </li>
        )
      })}
    </ol>
  )
}

function Outcome({ chapter: { status, price_cents, currency } }: { chapter: Chapter }) {
  if (status === 'sold')
    return <Badge icon={Check}>Sold {formatMoney(price_cents, currency)}</Badge>
  return <Badge icon={CircleSlash}>{status === 'unsold' ? 'Not sold' : 'Withdrawn'}</Badge>
}
