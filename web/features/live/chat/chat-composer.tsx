import { SendHorizontal } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Link, useLocation } from 'react-router'
import { cx } from '../../../lib/cx.ts'
import { paths } from '../../../lib/paths.ts'
import { useSession } from '../../../lib/session.ts'
import { useLive } from '../state/live-context.tsx'
import { type Chat, MESSAGE_LIMIT } from './use-chat.ts'

interface ChatComposerProps {
  chat: Chat
  overlay?: boolean
}

/** Why nobody, or not this person, can write here now; null when they can. */
function useClosedReason(): string | null {
  const status = useLive((state) => state.show?.status)
  const banned = useLive((state) => state.you?.banned === true)
  if (status === 'ended' || status === 'cancelled') return 'The chat is closed.'
  return banned ? 'You cannot chat in this show.' : null
}

export function ChatComposer({ chat, overlay = false }: ChatComposerProps) {
  const [text, setText] = useState('')
  const { status } = useSession()
  const { pathname, search } = useLocation()
  const closed = useClosedReason()
  const slow = useLive((state) => state.show?.slow_mode_seconds ?? 0)
  const pill = cx(
    'flex min-h-11 w-full items-center rounded-full px-4 text-[0.9375rem]',
    overlay ? 'bg-black/50 text-white backdrop-blur-sm' : 'bg-ink/8',
  )
  if (closed !== null) return <p className={cx(pill, 'text-ink-muted')}>{closed}</p>
  if (status !== 'signed-in') {
    return (
      <Link to={paths.login(`${pathname}${search}`)} className={cx(pill, 'font-semibold')}>
        Sign in to chat
      </Link>
    )
  }

  function submit(event: FormEvent): void {
    event.preventDefault()
    const body = text.trim()
    if (body === '') return
    setText('')
    chat.say(body)
  }

  return (
    <form
      onSubmit={submit}
      className={cx(pill, 'pr-0 has-focus-visible:ring-2 has-focus-visible:ring-focus')}
    >
      <input
        value={text}
        onChange={(event) => setText(event.target.value)}
        maxLength={MESSAGE_LIMIT}
        enterKeyHint="send"
        autoComplete="off"
        aria-label="Message"
        placeholder={slow > 0 ? `Slow mode: one message in ${slow} s` : 'Say something…'}
        className="min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-current placeholder:opacity-65"
      />
      <button
        type="submit"
        aria-label="Send"
        aria-disabled={text.trim() === '' || undefined}
        className="inline-flex size-11 items-center justify-center rounded-full transition-opacity aria-disabled:opacity-40"
      >
        <SendHorizontal aria-hidden className="size-5" />
      </button>
    </form>
  )
}
