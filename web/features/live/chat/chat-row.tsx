import { Store } from 'lucide-react'
import { memo } from 'react'
import { cx } from '../../../lib/cx.ts'
import type { ChatMessage } from '../state/shapes.ts'

/** A steady hue for each name, so that voices can be told apart; the name itself says who it is. */
export function hueOf(name: string): number {
  let hash = 7
  for (const char of name) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 360
  return hash
}

interface ChatRowProps {
  message: ChatMessage
  /** Over video: needs its own shadow to be legible. */
  overlay: boolean
}

export const ChatRow = memo(function ChatRow({ message, overlay }: ChatRowProps) {
  if (message.kind === 'system') {
    return (
      <li className="animate-[chat-in_200ms_ease-out] py-1 text-sm font-medium text-ink-muted">
        {message.body}
      </li>
    )
  }
  const name = message.username ?? 'Somebody'
  return (
    <li
      className={cx(
        'animate-[chat-in_200ms_ease-out] text-[0.9375rem] leading-snug wrap-anywhere',
        overlay
          ? 'w-fit max-w-full rounded-2xl bg-black/45 px-3 py-1.5 text-white'
          : 'rounded-lg px-2 py-1 hover:bg-ink/5',
      )}
    >
      {message.host === true && (
        <span className="mr-1.5 inline-flex -translate-y-px items-center gap-1 rounded-full bg-act px-1.5 py-0.5 align-middle text-[0.6875rem] leading-none font-bold text-act-ink">
          <Store aria-hidden className="size-3" />
          Host
        </span>
      )}
      <span className="font-bold" style={{ color: `oklch(0.84 0.11 ${hueOf(name)})` }}>
        {name}
      </span>{' '}
      <span>{message.body}</span>
    </li>
  )
})
