import { cx } from '../../../lib/cx.ts'
import { useLive } from '../state/live-context.tsx'
import { REACTIONS } from './reaction-kinds.ts'
import { useReactions } from './use-reactions.ts'

interface ReactionBarProps {
  showId: string
  /** How many are offered: a phone has room for one or two. */
  count?: number
  className?: string
}

/** Hearts and the like for a live show; for signed-in viewers, since every tap is counted for somebody. */
export function ReactionBar({ showId, count = REACTIONS.length, className }: ReactionBarProps) {
  const canReact = useLive(({ show, you }) => show?.status === 'live' && you?.banned === false)
  const react = useReactions(showId)
  if (!canReact) return null
  return (
    <fieldset className={cx('flex', className)}>
      <legend className="sr-only">React</legend>
      {REACTIONS.slice(0, count).map(({ kind, label, icon: Icon, color }) => (
        <button
          key={kind}
          type="button"
          aria-label={label}
          title={label}
          onClick={() => react(kind)}
          className="inline-flex size-11 items-center justify-center rounded-full transition-transform hover:bg-ink/8 active:scale-85"
        >
          <Icon aria-hidden className="size-5.5 fill-current/25" style={{ color }} />
        </button>
      ))}
    </fieldset>
  )
}
