import { ChatComposer } from '../chat/chat-composer.tsx'
import { ChatList } from '../chat/chat-list.tsx'
import { useChat } from '../chat/use-chat.ts'
import { ModerationButton } from '../moderation/moderation-button.tsx'
import { Panel } from './panel.tsx'

/** What people say, and the host's answer. */
export function ConsoleChat({ showId }: { showId: string }) {
  const chat = useChat(showId)
  return (
    <Panel title="Chat" aside={<ModerationButton showId={showId} />} className="flex-1">
      <ChatList chat={chat} className="flex-1 px-1" />
      <div className="p-3">
        <ChatComposer chat={chat} />
      </div>
    </Panel>
  )
}
