import { CornerDownRight, Ellipsis, ShieldCheck, Store } from 'lucide-react'
import { memo } from 'react'
import { cx } from '../../../lib/cx.ts'
import { LotImage } from '../show/lot-image.tsx'
import type { ChatMessage } from '../state/shapes.ts'
import { nameColor } from './name-color.ts'

interface ChatRowProps {
  message: ChatMessage
  /** Over video: needs its own shadow to be legible. */
  overlay: boolean
  /** My username, to mark what is said to me. */
  me: string | null
  /** Opens what can be done with the message; absent for visitors. */
  onOpen?: ((message: ChatMessage) => void) | undefined
}

const TAG =
  'mr-1.5 inline-flex -translate-y-px items-center gap-1 rounded-full px-1.5 py-0.5 align-middle text-[0.6875rem] leading-none font-bold'

/** True when the text calls this person by `@name`. */
export function mentions(body: string, username: string | null): boolean {
  if (username === null || !body.includes('@')) return false
  return new RegExp(`(?<![\\w@.])@${username}(?!\\w)`, 'i').test(body)
}

export const ChatRow = memo(function ChatRow({ message, overlay, me, onOpen }: ChatRowProps) {
  const name = message.username ?? 'Somebody'
  const toMe = mentions(message.body, me) || (me !== null && message.reply?.username === me)
  return (
    <li
      className={cx(
        // The newest alone slides in: when everybody talks, there is no time for more.
        'group relative contain-[layout_style] last:animate-[chat-in_200ms_ease-out] text-[0.9375rem] leading-snug wrap-anywhere',
        overlay
          ? 'w-fit max-w-full rounded-2xl bg-black/45 px-3 py-1.5 text-white'
          : 'rounded-lg px-2 py-1 pr-9 hover:bg-ink/5',
        toMe && (overlay ? 'ring-2 ring-act' : 'bg-act-soft'),
      )}
    >
      {message.reply !== null && (
        <p className="flex min-w-0 items-center gap-1 text-xs opacity-75">
          <CornerDownRight aria-hidden className="size-3 shrink-0" />
          <span className="sr-only">In answer to</span>
          <span className="truncate">
            <b className="font-semibold">{message.reply.username ?? 'the show'}</b>{' '}
            {message.reply.body}
          </span>
        </p>
      )}
      {message.host === true && (
        <span className={cx(TAG, 'bg-act text-act-ink')}>
          <Store aria-hidden className="size-3" />
          Host
        </span>
      )}
      {message.moderator && (
        <span className={cx(TAG, 'bg-winning text-winning-ink')}>
          <ShieldCheck aria-hidden className="size-3" />
          Mod
        </span>
      )}
      <span className="font-bold" style={{ color: nameColor(name) }}>
        {name}
      </span>{' '}
      <span>{message.body}</span>
      {message.kind === 'image' && (
        <LotImage
          src={`${message.detail?.image}`}
          alt={message.body}
          className="size-44 rounded-xl"
        />
      )}
      {onOpen !== undefined && (
        <button
          type="button"
          aria-label={`Options for what ${name} said`}
          onClick={() => onOpen(message)}
          className={cx(
            overlay
              ? 'absolute inset-0 rounded-2xl'
              : 'absolute top-0.5 right-1 inline-flex size-7 items-center justify-center rounded-full text-ink-muted opacity-0 group-hover:opacity-100 hover:bg-ink/10 hover:text-ink focus-visible:opacity-100 pointer-coarse:opacity-60',
          )}
        >
          {!overlay && <Ellipsis aria-hidden className="size-4" />}
        </button>
      )}
    </li>
  )
})
