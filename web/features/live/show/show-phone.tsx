import { Pin } from 'lucide-react'
import { useState } from 'react'
import { Sheet } from '../../../components/dialog.tsx'
import { ChatComposer } from '../chat/chat-composer.tsx'
import { ChatList } from '../chat/chat-list.tsx'
import { useChat } from '../chat/use-chat.ts'
import { useLive, useLot } from '../state/live-context.tsx'
import type { Lot, Show } from '../state/shapes.ts'
import { LotDetails } from './lot-details.tsx'
import { LotPanel } from './lot-panel.tsx'
import { LotQueue } from './lot-queue.tsx'
import { ShowHeader } from './show-header.tsx'
import { Stage } from './stage.tsx'
import { stageNote } from './stage-note.ts'
import { useLit } from './use-lit.ts'

interface ShowLayoutProps {
  show: Show
  lot: Lot | null
}

/** One hand, one thumb: the stage fills the screen, chat floats over it, price and button lie at the bottom. */
export function ShowPhone({ show, lot }: ShowLayoutProps) {
  const chat = useChat(show.id)
  const [detailsOf, setDetailsOf] = useState<string | null>(null)
  const [queueOpen, setQueueOpen] = useState(false)
  const details = useLot(detailsOf)
  return (
    <Stage
      image={show.cover_image ?? lot?.product.images[0]}
      note={stageNote(show)}
      lit={useLit(lot)}
      className="flex h-[calc(100dvh-var(--header))] flex-col max-md:h-dvh"
    >
      <h1 className="sr-only">{show.title}</h1>
      <div className="p-3 pt-[max(0.75rem,env(safe-area-inset-top))]">
        <ShowHeader show={show} back />
      </div>
      <div className="flex min-h-0 flex-1 flex-col justify-end gap-2.5 px-3 pb-2.5">
        <PinnedLot focusId={lot?.id ?? null} onOpen={(pinned) => setDetailsOf(pinned.id)} />
        <ChatList chat={chat} overlay className="max-h-[34dvh] min-h-0 max-w-[88%] shrink" />
        <ChatComposer chat={chat} overlay />
      </div>
      <div className="rounded-t-3xl border-t border-line bg-surface/92 px-4 pt-3.5 pb-[max(0.875rem,env(safe-area-inset-bottom))] shadow-float backdrop-blur-xl">
        <LotPanel
          show={show}
          lot={lot}
          onOpenLot={(opened) => setDetailsOf(opened.id)}
          onQueue={() => setQueueOpen(true)}
        />
      </div>
      <Sheet open={queueOpen} onOpenChange={setQueueOpen} title="Lots in this show">
        <div className="-mx-2">
          <LotQueue
            onOpen={(opened) => {
              setQueueOpen(false)
              setDetailsOf(opened.id)
            }}
          />
        </div>
      </Sheet>
      <LotDetails lot={details} onClose={() => setDetailsOf(null)} />
    </Stage>
  )
}

/** A lot the host wants to be seen, when it is not the one on show. */
export function PinnedLot({
  focusId,
  onOpen,
}: {
  focusId: string | null
  onOpen: (lot: Lot) => void
}) {
  const pinnedId = useLive((state) => state.show?.pinned_auction_id ?? null)
  const lot = useLot(pinnedId)
  if (lot === null || lot.id === focusId) return null
  return (
    <button
      type="button"
      onClick={() => onOpen(lot)}
      className="flex min-h-11 w-fit max-w-full animate-rise-in items-center gap-2 rounded-full bg-black/55 px-4 text-sm font-semibold text-white backdrop-blur-sm"
    >
      <Pin aria-hidden className="size-4 shrink-0 text-act" />
      <span className="truncate">
        <span className="sr-only">Pinned: </span>
        {lot.title}
      </span>
    </button>
  )
}
