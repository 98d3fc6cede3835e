import { Gavel, type LucideIcon, MessageCircle } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { Loading, Skeleton } from '../../../components/skeleton.tsx'
import { ChatList } from '../chat/chat-list.tsx'
import type { Chat } from '../chat/use-chat.ts'
import type { Lot } from '../state/shapes.ts'
import { LazyChatDock } from './lazy-parts.tsx'

const BidHistory = lazy(async () => ({
  default: (await import('../auction/bid-history.tsx')).BidHistory,
}))

type Shown = 'chat' | 'bids'

/**
 * What people say, or what they bid. The switch is a pair of radio buttons: the browser brings the keys, and the first
 * load of a show is spared the 10 kB of the tabs.
 */
export function Voices({ chat, lot }: { chat: Chat; lot: Lot | null }) {
  const [shown, setShown] = useState<Shown>('chat')
  const choice = { shown, onChoose: setShown }
  return (
    <section
      aria-label="Chat and bids"
      className="flex min-h-0 flex-col rounded-card border border-line bg-surface"
    >
      <fieldset className="flex gap-1 border-b border-line px-2 pt-1">
        <legend className="sr-only">Show chat or bids</legend>
        <Choice {...choice} value="chat" icon={MessageCircle}>
          Chat
        </Choice>
        <Choice {...choice} value="bids" icon={Gavel}>
          Bids
          {lot !== null && (
            <span className="tabular rounded-full bg-ink/8 px-2 py-0.5 text-xs">
              {lot.bid_count}
            </span>
          )}
        </Choice>
      </fieldset>
      {shown === 'chat' ? (
        <>
          <ChatList chat={chat} className="flex-1 px-1" />
          <LazyChatDock chat={chat} />
        </>
      ) : (
        <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-4">
          {lot === null ? (
            <p className="text-ink-muted">No lot is open.</p>
          ) : (
            <Suspense fallback={<BidsLoading />}>
              <BidHistory key={lot.id} lot={lot} />
            </Suspense>
          )}
        </div>
      )}
    </section>
  )
}

interface ChoiceProps {
  value: Shown
  shown: Shown
  onChoose: (value: Shown) => void
  icon: LucideIcon
  children: ReactNode
}

function Choice({ value, shown, onChoose, icon: Icon, children }: ChoiceProps) {
  return (
    <label className="inline-flex min-h-11 cursor-pointer items-center gap-2 border-b-2 border-transparent px-3 font-semibold text-ink-muted hover:text-ink has-checked:border-act has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-focus">
      <input
        type="radio"
        name="voices"
        value={value}
        checked={shown === value}
        onChange={() => onChoose(value)}
        className="sr-only"
      />
      <Icon aria-hidden className="size-4" />
      {children}
    </label>
  )
}

function BidsLoading() {
  return (
    <Loading label="Loading the bids">
      <Skeleton className="h-40" />
    </Loading>
  )
}
