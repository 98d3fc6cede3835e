import { useState } from 'react'
import { Sheet } from '../../../components/dialog.tsx'
import { ErrorNotice } from '../../../components/error-state.tsx'
import { nameColor } from '../chat/name-color.ts'
import type { Chat } from '../chat/use-chat.ts'
import type { ChatMessage } from '../state/shapes.ts'
import { ActionForm } from './action-form.tsx'
import { MessageActions } from './message-actions.tsx'
import { ReportForm } from './report-form.tsx'

interface MessageSheetProps {
  message: ChatMessage
  chat: Chat
  onClose: () => void
}

type View = 'actions' | 'report' | 'timeout' | 'mute' | 'ban' | 'ban_from_shop'

const TITLES: Record<View, string> = {
  actions: 'Message',
  report: 'Report this message',
  timeout: 'Time out',
  mute: 'Mute',
  ban: 'Ban from this show',
  ban_from_shop: 'Ban from the shop',
}

/** What can be done with one message: answer, report, and for the staff everything else. */
export function MessageSheet({ message, chat, onClose }: MessageSheetProps) {
  const [view, setView] = useState<View>('actions')
  const [failure, setFailure] = useState<unknown>(null)
  const name = message.username ?? 'Somebody'
  const { user_id: userId } = message
  return (
    <Sheet
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={TITLES[view]}
    >
      <div className="flex flex-col gap-4">
        <blockquote className="line-clamp-4 rounded-control bg-ink/5 px-4 py-3 leading-snug wrap-anywhere">
          <b style={{ color: nameColor(name) }}>{name}</b> {message.body}
        </blockquote>
        {failure !== null && <ErrorNotice error={failure} />}
        {view === 'actions' ? (
          <MessageActions
            message={message}
            chat={chat}
            onView={setView}
            onDone={onClose}
            onFailure={setFailure}
          />
        ) : view === 'report' ? (
          <ReportForm messageId={message.id} onBack={() => setView('actions')} onDone={onClose} />
        ) : userId === null ? null : (
          <ActionForm
            showId={chat.showId}
            userId={userId}
            username={name}
            action={view}
            onBack={() => setView('actions')}
            onDone={onClose}
          />
        )}
      </div>
    </Sheet>
  )
}
