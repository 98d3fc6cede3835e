import { ModerationButton } from '../moderation/moderation-button.tsx'
import { ChatComposer } from './chat-composer.tsx'
import { ReactionBar } from './reaction-bar.tsx'
import type { Chat } from './use-chat.ts'

/** Under a show's chat: writing, reacting, and for its staff the way to moderation. */
export function ChatDock({ chat, overlay = false }: { chat: Chat; overlay?: boolean }) {
  if (overlay) {
    return (
      <div className="flex items-end gap-1">
        <div className="min-w-0 flex-1">
          <ChatComposer chat={chat} overlay />
        </div>
        <ModerationButton showId={chat.showId} compact />
        <ReactionBar showId={chat.showId} count={2} className="rounded-full bg-black/50" />
      </div>
    )
  }
  return (
    <div className="p-3">
      <ChatComposer chat={chat} />
      <div className="mt-1 flex flex-wrap items-center justify-between gap-2">
        <ReactionBar showId={chat.showId} className="-ml-2" />
        <ModerationButton showId={chat.showId} />
      </div>
    </div>
  )
}
