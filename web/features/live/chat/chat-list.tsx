import { ArrowDown } from 'lucide-react'
import { useState } from 'react'
import { cx } from '../../../lib/cx.ts'
import { useMyAccount } from '../../../lib/my-account.ts'
import { useLive } from '../state/live-context.tsx'
import type { ChatMessage } from '../state/shapes.ts'
import { ChatRow } from './chat-row.tsx'
import {
  LazyChatHistory,
  LazyMessageSheet,
  LazyPendingRow,
  LazyPinnedMessage,
} from './lazy-chat-parts.tsx'
import { SystemRow } from './system-row.tsx'
import type { Chat } from './use-chat.ts'
import { useStickToBottom } from './use-stick-to-bottom.ts'

/** Over video a handful is seen at a time; more rows would only cost frames when everybody talks. */
const OVERLAY_ROWS = 40
const COLUMN_ROWS = 120
/** A snapshot brings as many; with fewer there is nothing before them. */
const SNAPSHOT_ROWS = 50

interface ChatListProps {
  chat: Chat
  /** Floats over video: no background of its own, the oldest lines fade out. */
  overlay?: boolean
  className?: string
}

export function ChatList({ chat, overlay = false, className }: ChatListProps) {
  const { messages: all, pending } = useLive((state) => state.chat)
  const signedIn = useLive((state) => state.you !== null)
  const { data: account } = useMyAccount()
  const [chosen, setChosen] = useState<ChatMessage | null>(null)
  const [historyOpen, setHistoryOpen] = useState(false)
  const messages = all.slice(overlay ? -OVERLAY_ROWS : -COLUMN_ROWS)
  const last = pending.at(-1)?.clientId ?? messages.at(-1)?.id ?? null
  const { box, onScroll, unseen, toBottom } = useStickToBottom(all.length + pending.length, last)
  return (
    <div className={cx('relative flex min-h-0 flex-col', className)}>
      <LazyPinnedMessage showId={chat.showId} overlay={overlay} />
      <div
        ref={box}
        onScroll={onScroll}
        role="log"
        aria-label="Chat"
        aria-live="off"
        className={cx(
          'flex min-h-0 flex-1 flex-col-reverse overflow-y-auto overscroll-contain [scrollbar-width:thin]',
          overlay &&
            'mask-[linear-gradient(to_bottom,transparent,black_28%)] [scrollbar-width:none]',
        )}
      >
        <ul
          className={cx(
            'flex min-h-full shrink-0 flex-col justify-end',
            overlay ? 'gap-1.5' : 'gap-0.5 p-2',
          )}
        >
          {all.length >= SNAPSHOT_ROWS && (
            <li className="flex justify-center py-1">
              <button
                type="button"
                onClick={() => setHistoryOpen(true)}
                className="min-h-9 rounded-full bg-ink/8 px-3.5 text-sm font-semibold hover:bg-ink/15"
              >
                Earlier messages
              </button>
            </li>
          )}
          {messages.length === 0 && pending.length === 0 && (
            <li className="px-2 py-1 text-sm text-ink-muted">No messages yet. Say hello.</li>
          )}
          {messages.map((message) =>
            message.kind === 'system' ? (
              <SystemRow key={message.id} message={message} overlay={overlay} />
            ) : (
              <ChatRow
                key={message.id}
                message={message}
                overlay={overlay}
                me={account?.username ?? null}
                onOpen={signedIn ? setChosen : undefined}
              />
            ),
          )}
          {pending.map((message) => (
            <LazyPendingRow
              key={message.clientId}
              message={message}
              onRetry={() => chat.retry(message)}
              onDiscard={() => chat.discard(message)}
            />
          ))}
        </ul>
      </div>
      {unseen > 0 && (
        <button
          type="button"
          onClick={toBottom}
          className="absolute bottom-2 left-1/2 inline-flex min-h-9 -translate-x-1/2 animate-rise-in items-center gap-1.5 rounded-full bg-act px-3.5 text-sm font-bold text-act-ink shadow-float"
        >
          <ArrowDown aria-hidden className="size-4" />
          {unseen} new
        </button>
      )}
      <LazyMessageSheet message={chosen} chat={chat} onClose={() => setChosen(null)} />
      <LazyChatHistory showId={chat.showId} open={historyOpen} onOpenChange={setHistoryOpen} />
    </div>
  )
}
