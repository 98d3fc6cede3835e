import { memo } from 'react'
import { cx } from '../../../lib/cx.ts'
import type { ChatMessage } from '../state/shapes.ts'
import { systemText } from './system-text.ts'

/** What the show itself says: a lot opens, a price falls, people come in. */
export const SystemRow = memo(function SystemRow({
  message,
  overlay,
}: {
  message: ChatMessage
  overlay: boolean
}) {
  const { icon: Icon, text, strong } = systemText(message)
  return (
    <li
      className={cx(
        'flex w-fit max-w-full last:animate-[chat-in_200ms_ease-out] items-start gap-2 text-sm leading-snug font-semibold wrap-anywhere',
        overlay ? 'rounded-2xl bg-black/45 px-3 py-1.5' : 'rounded-lg px-2 py-1.5',
        strong ? 'text-act-text' : 'text-ink-muted',
      )}
    >
      <Icon aria-hidden className="mt-px size-4 shrink-0" />
      <span>{text}</span>
    </li>
  )
})
