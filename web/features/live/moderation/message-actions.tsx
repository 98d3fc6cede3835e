import {
  AtSign,
  Ban,
  Flag,
  type LucideIcon,
  MicOff,
  Pin,
  Reply,
  ShieldCheck,
  Store,
  Timer,
  Trash2,
  Video,
} from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { useUserId } from '../../../lib/session.ts'
import type { Chat } from '../chat/use-chat.ts'
import { inviteToStage } from '../stage/invite-to-stage.ts'
import { useLive, useLiveSession } from '../state/live-context.tsx'
import type { ChatMessage } from '../state/shapes.ts'
import { isStaff, mayModerate } from './may-moderate.ts'
import { moderateViewer } from './moderate-viewer.ts'
import { pinChatMessage } from './pin-chat-message.ts'
import { removeChatMessage } from './remove-chat-message.ts'

interface MessageActionsProps {
  message: ChatMessage
  chat: Chat
  onView: (view: 'report' | 'timeout' | 'mute' | 'ban' | 'ban_from_shop') => void
  onDone: () => void
  onFailure: (error: unknown) => void
}

/** The list of what can be done, by who asks and whose message it is. */
export function MessageActions({ message, chat, onView, onDone, onFailure }: MessageActionsProps) {
  const { dispatch } = useLiveSession()
  const myId = useUserId()
  const you = useLive((state) => state.you)
  const [busy, setBusy] = useState(false)
  const { id, user_id: userId } = message
  const username = message.username ?? 'Somebody'
  const isMine = userId === myId
  const below = mayModerate(you, myId, message)

  function run(work: () => Promise<unknown>, done: string): void {
    setBusy(true)
    work().then(
      () => {
        toast.success(done)
        onDone()
      },
      (error: unknown) => {
        setBusy(false)
        onFailure(error)
      },
    )
  }

  function begin(work: () => void): void {
    onDone()
    // After the sheet has given the focus back: the composer takes it then.
    setTimeout(work, 0)
  }

  const remove = () =>
    run(async () => {
      await removeChatMessage(id)
      dispatch({ type: 'chat removed', ids: [id] })
    }, 'Message removed')
  const timeOut = (seconds: number, label: string) =>
    run(
      () =>
        moderateViewer({ showId: chat.showId, userId: userId ?? '', action: 'timeout', seconds }),
      `${username} is timed out for ${label}`,
    )
  const pin = () =>
    run(async () => {
      dispatch({ type: 'chat rules', rules: await pinChatMessage(chat.showId, id) })
    }, 'Message pinned')
  const appoint = () =>
    run(
      () => moderateViewer({ showId: chat.showId, userId: userId ?? '', action: 'appoint' }),
      `${username} moderates this show now`,
    )

  const askOntoStage = () =>
    run(() => inviteToStage(chat.showId, userId ?? ''), `${username} is asked onto the stage`)

  return (
    <fieldset disabled={busy} className="-mx-2 flex flex-col">
      <legend className="sr-only">What to do with it</legend>
      <Action icon={Reply} onClick={() => begin(() => chat.answer(message))}>
        Answer
      </Action>
      {!isMine && (
        <Action icon={AtSign} onClick={() => begin(() => chat.mention(username))}>
          Mention {username}
        </Action>
      )}
      {isStaff(you) && (
        <Action icon={Pin} onClick={pin}>
          Pin for everybody
        </Action>
      )}
      {(isMine || below) && (
        <Action icon={Trash2} onClick={remove}>
          {isMine ? 'Take back' : 'Remove message'}
        </Action>
      )}
      {!isMine && (
        <Action icon={Flag} onClick={() => onView('report')}>
          Report…
        </Action>
      )}
      {below && (
        <>
          <hr className="mx-3 my-2 border-line" />
          <Action icon={Timer} onClick={() => timeOut(60, 'a minute')}>
            Time out for 1 minute
          </Action>
          <Action icon={Timer} onClick={() => timeOut(600, '10 minutes')}>
            Time out for 10 minutes
          </Action>
          <Action icon={MicOff} onClick={() => onView('mute')}>
            Mute…
          </Action>
          <Action icon={Ban} onClick={() => onView('ban')} danger>
            Ban from this show…
          </Action>
          {you?.role === 'host' && (
            <>
              <Action icon={Store} onClick={() => onView('ban_from_shop')} danger>
                Ban from the shop…
              </Action>
              <Action icon={Video} onClick={askOntoStage}>
                Ask onto the stage
              </Action>
              {!message.moderator && (
                <Action icon={ShieldCheck} onClick={appoint}>
                  Make a moderator
                </Action>
              )}
            </>
          )}
        </>
      )}
    </fieldset>
  )
}

interface ActionProps {
  icon: LucideIcon
  onClick: () => void
  danger?: boolean
  children: React.ReactNode
}

function Action({ icon: Icon, onClick, danger = false, children }: ActionProps) {
  return (
    <button
      type="button"
      onClick={onClick}
      className={`flex min-h-11 items-center gap-3 rounded-lg px-3 text-left font-medium hover:bg-ink/8 disabled:opacity-50 ${danger ? 'text-outbid' : ''}`}
    >
      <Icon aria-hidden className="size-4.5 shrink-0 opacity-80" />
      {children}
    </button>
  )
}
