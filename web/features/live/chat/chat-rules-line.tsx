import { Info } from 'lucide-react'
import { cx } from '../../../lib/cx.ts'
import { useLive } from '../state/live-context.tsx'

const AUDIENCE = { everyone: null, followers: 'Followers only', buyers: 'Buyers only' } as const

/** The rules of the chat in a line above the composer; nothing while there are none. */
export function ChatRulesLine({ overlay }: { overlay: boolean }) {
  const rules = useLive((state) => state.chatRules)
  if (rules === null) return null
  const parts = [
    rules.slow_mode_seconds > 0 ? `One message in ${rules.slow_mode_seconds} s` : null,
    AUDIENCE[rules.audience],
    rules.rules,
  ].filter((part) => part !== null)
  if (parts.length === 0) return null
  return (
    <p
      className={cx(
        'mb-1.5 flex items-start gap-1.5 px-1 text-xs leading-snug',
        overlay ? 'text-white/85 text-shadow-sm' : 'text-ink-muted',
      )}
    >
      <Info aria-hidden className="mt-px size-3.5 shrink-0" />
      <span className="line-clamp-2">
        <span className="sr-only">Rules of the chat: </span>
        {parts.join(' · ')}
      </span>
    </p>
  )
}
