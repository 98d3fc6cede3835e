import { Pin, X } from 'lucide-react'
import { cx } from '../../../lib/cx.ts'
import { isStaff } from '../moderation/may-moderate.ts'
import { useLive, useLiveSession } from '../state/live-context.tsx'
import { nameColor } from './name-color.ts'

/** The message that the host keeps in sight. */
export function PinnedMessage({ showId, overlay }: { showId: string; overlay: boolean }) {
  const { dispatch } = useLiveSession()
  const pinned = useLive((state) => state.chatRules?.pinned ?? null)
  const hasSay = useLive((state) => isStaff(state.you))
  if (pinned === null) return null
  const name = pinned.username ?? 'Somebody'

  async function unpin(): Promise<void> {
    const { pinChatMessage } = await import('../moderation/pin-chat-message.ts')
    dispatch({ type: 'chat rules', rules: await pinChatMessage(showId, null) })
  }

  return (
    <section
      aria-label="Pinned message"
      className={cx(
        'mb-1.5 flex shrink-0 items-start gap-2 rounded-xl px-3 py-2 text-sm leading-snug wrap-anywhere',
        overlay ? 'bg-black/60 text-white' : 'mx-1 mt-1 bg-act-soft',
      )}
    >
      <Pin aria-hidden className="mt-0.5 size-4 shrink-0 text-act-text" />
      <p className="line-clamp-2 min-w-0 flex-1">
        <b style={{ color: nameColor(name) }}>{name}</b> {pinned.body}
      </p>
      {hasSay && (
        <button
          type="button"
          aria-label="Unpin"
          onClick={() => void unpin().catch((error: unknown) => console.warn('Unpin', error))}
          className="-my-1 -mr-1.5 inline-flex size-8 shrink-0 items-center justify-center rounded-full hover:bg-ink/10"
        >
          <X aria-hidden className="size-4" />
        </button>
      )}
    </section>
  )
}
