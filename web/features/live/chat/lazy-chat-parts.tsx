import { type ComponentProps, lazy, Suspense } from 'react'
import type { MessageSheet } from '../moderation/message-sheet.tsx'
import { useLive } from '../state/live-context.tsx'
import type { ChatHistory } from './chat-history-sheet.tsx'
import type { PendingRow } from './pending-row.tsx'
import type { PinnedMessage } from './pinned-message.tsx'

const Message = lazy(async () => ({
  default: (await import('../moderation/message-sheet.tsx')).MessageSheet,
}))
const History = lazy(async () => ({
  default: (await import('./chat-history-sheet.tsx')).ChatHistory,
}))

const Pinned = lazy(async () => ({ default: (await import('./pinned-message.tsx')).PinnedMessage }))

export const loadPendingRow = () => import('./pending-row.tsx')
const Pending = lazy(async () => ({ default: (await loadPendingRow()).PendingRow }))

type MessageProps = Omit<ComponentProps<typeof MessageSheet>, 'message'> & {
  message: ComponentProps<typeof MessageSheet>['message'] | null
}

/** What can be done with a message, loaded when the first one is touched. */
export function LazyMessageSheet({ message, ...rest }: MessageProps) {
  if (message === null) return null
  return (
    <Suspense fallback={null}>
      <Message key={message.id} message={message} {...rest} />
    </Suspense>
  )
}

/** What was said before, loaded when somebody asks for it. */
export function LazyChatHistory(props: ComponentProps<typeof ChatHistory>) {
  if (!props.open) return null
  return (
    <Suspense fallback={null}>
      <History {...props} />
    </Suspense>
  )
}

/** The message that the host keeps in sight, loaded when there is one. */
export function LazyPinnedMessage(props: ComponentProps<typeof PinnedMessage>) {
  const isPinned = useLive((state) => (state.chatRules?.pinned ?? null) !== null)
  if (!isPinned) return null
  return (
    <Suspense fallback={null}>
      <Pinned {...props} />
    </Suspense>
  )
}

/** The caller's own message while it is under way, loaded with the field to write it in. */
export function LazyPendingRow(props: ComponentProps<typeof PendingRow>) {
  return (
    <Suspense fallback={null}>
      <Pending {...props} />
    </Suspense>
  )
}
