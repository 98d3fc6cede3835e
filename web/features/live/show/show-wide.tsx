import { useState } from 'react'
import { useChat } from '../chat/use-chat.ts'
import { ShowEngagement } from '../engagement/show-engagement.tsx'
import { useLot } from '../state/live-context.tsx'
import type { Lot, Show } from '../state/shapes.ts'
import { LazyVideo } from '../video/lazy-video.tsx'
import { LazyLotQueue, LazyReactionBurst } from './lazy-parts.tsx'
import { LazyLotDetails } from './lazy-sheets.tsx'
import { LotPanel } from './lot-panel.tsx'
import { PinnedLot } from './pinned-lot.tsx'
import { ShowHeader } from './show-header.tsx'
import { Stage } from './stage.tsx'
import { stageNote } from './stage-note.ts'
import { useLit } from './use-lit.ts'
import { Voices } from './voices.tsx'

interface ShowLayoutProps {
  show: Show
  lot: Lot | null
}

/** Room for three columns: the run, the stage with the bid bar, and what people say and bid. */
export function ShowWide({ show, lot }: ShowLayoutProps) {
  const chat = useChat(show.id)
  const [detailsOf, setDetailsOf] = useState<string | null>(null)
  const details = useLot(detailsOf)
  const open = (opened: Lot) => setDetailsOf(opened.id)
  return (
    <div className="grid h-[calc(100dvh-var(--header))] grid-cols-[18.5rem_minmax(0,1fr)_22rem] gap-4 p-4 2xl:grid-cols-[22rem_minmax(0,1fr)_26rem]">
      <h1 className="sr-only">{show.title}</h1>
      <section
        aria-label="Lots in this show"
        className="flex min-h-0 flex-col rounded-card border border-line bg-surface"
      >
        <h2 className="px-4 pt-4 pb-2 text-lg font-bold">Run of the show</h2>
        <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-2 pt-0">
          <LazyLotQueue onOpen={open} />
        </div>
      </section>
      <div className="flex min-h-0 flex-col gap-4">
        <Stage
          image={show.cover_image ?? lot?.product.images[0]}
          note={stageNote(show)}
          video={<LazyVideo show={show} />}
          lit={useLit(lot)}
          className="min-h-0 flex-1 rounded-card"
        >
          <div className="flex h-full flex-col justify-between p-4">
            <LazyReactionBurst />
            <ShowHeader show={show} back={false} />
            <div className="flex flex-col gap-2.5">
              <ShowEngagement show={show} />
              <PinnedLot focusId={lot?.id ?? null} onOpen={open} />
            </div>
          </div>
        </Stage>
        <div className="rounded-card border border-line bg-surface p-4">
          <LotPanel show={show} lot={lot} onOpenLot={open} />
        </div>
      </div>
      <Voices chat={chat} lot={lot} />
      <LazyLotDetails lot={details} onClose={() => setDetailsOf(null)} />
    </div>
  )
}
