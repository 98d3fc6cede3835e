import { useState } from 'react'
import { ChatList } from '../chat/chat-list.tsx'
import { useChat } from '../chat/use-chat.ts'
import { ShowEngagement } from '../engagement/show-engagement.tsx'
import { useLot } from '../state/live-context.tsx'
import type { Lot, Show } from '../state/shapes.ts'
import { LazyVideo } from '../video/lazy-video.tsx'
import { LazyChatDock, LazyReactionBurst } from './lazy-parts.tsx'
import { LazyLotDetails, LazyQueueSheet } from './lazy-sheets.tsx'
import { LotPanel } from './lot-panel.tsx'
import { PinnedLot } from './pinned-lot.tsx'
import { ShowHeader } from './show-header.tsx'
import { Stage, StageNote } from './stage.tsx'
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
  const note = stageNote(show)
  return (
    <Stage
      image={show.cover_image ?? lot?.product.images[0]}
      note={null}
      video={<LazyVideo show={show} />}
      lit={useLit(lot)}
      className="flex h-[calc(100dvh-var(--header))] flex-col max-md:h-dvh"
    >
      <h1 className="sr-only">{show.title}</h1>
      <div className="p-3 pt-[max(0.75rem,env(safe-area-inset-top))]">
        <ShowHeader show={show} back />
      </div>
      {/* In the flow, so that a long chat ends below it. */}
      {note !== null && <StageNote>{note}</StageNote>}
      <div className="relative flex min-h-0 flex-1 flex-col justify-end gap-2.5 px-3 py-2.5">
        <LazyReactionBurst />
        <PinnedLot focusId={lot?.id ?? null} onOpen={(pinned) => setDetailsOf(pinned.id)} />
        <ShowEngagement show={show} />
        <ChatList chat={chat} overlay className="max-h-[34dvh] min-h-0 max-w-[88%] shrink" />
        <LazyChatDock chat={chat} overlay />
      </div>
      <div className="rounded-t-3xl border-t border-line bg-surface px-4 pt-3.5 pb-[max(0.875rem,env(safe-area-inset-bottom))] shadow-float">
        <LotPanel
          show={show}
          lot={lot}
          onOpenLot={(opened) => setDetailsOf(opened.id)}
          onQueue={() => setQueueOpen(true)}
        />
      </div>
      <LazyQueueSheet
        open={queueOpen}
        onOpenChange={setQueueOpen}
        onOpenLot={(opened) => {
          setQueueOpen(false)
          setDetailsOf(opened.id)
        }}
      />
      <LazyLotDetails lot={details} onClose={() => setDetailsOf(null)} />
    </Stage>
  )
}
