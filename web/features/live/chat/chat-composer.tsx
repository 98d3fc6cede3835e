import { SendHorizontal, X } from 'lucide-react'
import { type FormEvent, useEffect, useRef } from 'react'
import { Link, useLocation } from 'react-router'
import { useStore } from 'zustand'
import { cx } from '../../../lib/cx.ts'
import { paths } from '../../../lib/paths.ts'
import { useSession } from '../../../lib/session.ts'
import { useTimeLeft } from '../state/use-time-left.ts'
import { ChatRulesLine } from './chat-rules-line.tsx'
import { ComposerNotice } from './composer-notice.tsx'
import { type Chat, MESSAGE_LIMIT } from './use-chat.ts'
import { useModeration } from './use-moderation.ts'
import { useSlowUntil, useWritingStop } from './use-writing-state.ts'

interface ChatComposerProps {
  chat: Chat
  overlay?: boolean
}

/** Writing in the chat, or why one cannot. */
export function ChatComposer({ chat, overlay = false }: ChatComposerProps) {
  const { status } = useSession()
  const { pathname, search } = useLocation()
  const stop = useWritingStop()
  useModeration(chat.showId)
  const pill = cx(
    'flex min-h-11 w-full items-center rounded-full px-4 text-[0.9375rem]',
    overlay ? 'bg-black/55 text-white' : 'bg-ink/8',
  )
  if (stop !== null) return <ComposerNotice stop={stop} className={cx(pill, 'text-ink-muted')} />
  if (status !== 'signed-in') {
    return (
      <Link to={paths.login(`${pathname}${search}`)} className={cx(pill, 'font-semibold')}>
        Sign in to chat
      </Link>
    )
  }
  return (
    <div>
      <ChatRulesLine overlay={overlay} />
      <AnswerTo chat={chat} overlay={overlay} />
      <ComposerForm chat={chat} className={pill} />
    </div>
  )
}

function ComposerForm({ chat, className }: { chat: Chat; className: string }) {
  const { text, replyTo, focus } = useStore(chat.draft)
  const input = useRef<HTMLInputElement>(null)
  const left = useTimeLeft(useSlowUntil())
  const wait = left !== null && left > 0 ? Math.ceil(left / 1_000) : 0

  useEffect(() => {
    if (focus > 0) input.current?.focus()
  }, [focus])

  function submit(event: FormEvent): void {
    event.preventDefault()
    const body = text.trim()
    if (body === '' || wait > 0) return
    chat.draft.setState({ text: '', replyTo: null })
    chat.say(body, replyTo?.id ?? null)
  }

  return (
    <form
      onSubmit={submit}
      className={cx(className, 'pr-0 has-focus-visible:ring-2 has-focus-visible:ring-focus')}
    >
      <input
        ref={input}
        value={text}
        onChange={(event) => chat.draft.setState({ text: event.target.value })}
        maxLength={MESSAGE_LIMIT}
        enterKeyHint="send"
        autoComplete="off"
        aria-label="Message"
        placeholder={replyTo === null ? 'Say something…' : 'Your answer…'}
        className="min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-current placeholder:opacity-65"
      />
      {wait > 0 && (
        <span className="tabular shrink-0 pl-2 text-sm font-semibold opacity-80">
          <span className="sr-only">Slow mode: </span>
          {wait} s
        </span>
      )}
      <button
        type="submit"
        aria-label="Send"
        aria-disabled={text.trim() === '' || wait > 0 || undefined}
        className="inline-flex size-11 items-center justify-center rounded-full transition-opacity aria-disabled:opacity-40"
      >
        <SendHorizontal aria-hidden className="size-5" />
      </button>
    </form>
  )
}

function AnswerTo({ chat, overlay }: ChatComposerProps) {
  const replyTo = useStore(chat.draft, (draft) => draft.replyTo)
  if (replyTo === null) return null
  return (
    <div
      className={cx(
        'mb-1.5 flex items-center gap-2 rounded-xl py-0.5 pl-3 text-sm',
        overlay ? 'bg-black/50 text-white' : 'bg-ink/5',
      )}
    >
      <p className="min-w-0 flex-1 truncate">
        Answer to <b>{replyTo.username}</b>: <span className="opacity-75">{replyTo.body}</span>
      </p>
      <button
        type="button"
        aria-label="Do not answer"
        onClick={() => chat.draft.setState({ replyTo: null })}
        className="inline-flex size-9 shrink-0 items-center justify-center rounded-full hover:bg-ink/10"
      >
        <X aria-hidden className="size-4" />
      </button>
    </div>
  )
}
