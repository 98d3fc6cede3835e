import { type ComponentProps, lazy, Suspense } from 'react'
import type { MessageSheet } from '../moderation/message-sheet.tsx'
import type { ChatHistory } from './chat-history-sheet.tsx'

const Message = lazy(async () => ({
  default: (await import('../moderation/message-sheet.tsx')).MessageSheet,
}))
const History = lazy(async () => ({
  default: (await import('./chat-history-sheet.tsx')).ChatHistory,
}))

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
