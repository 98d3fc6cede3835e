import { ChevronLeft } from 'lucide-react'
import { useRef, useState } from 'react'
import { Link } from 'react-router'
import { Avatar } from '../../../components/avatar.tsx'
import { imageUrl } from '../../../lib/images.ts'
import { paths } from '../../../lib/paths.ts'
import { formatExact, formatMoment } from '../../../lib/time.ts'
import { lotsOf } from '../show/focus-lot.ts'
import { ShareButton } from '../show/show-header.tsx'
import { ShowSummary } from '../show/show-summary.tsx'
import { useLive } from '../state/live-context.tsx'
import type { Show } from '../state/shapes.ts'
import { ChapterList } from './chapter-list.tsx'
import { chooseRecording } from './chapters.ts'
import { HostChoices } from './host-choices.tsx'
import { Parts } from './parts.tsx'
import { Player } from './player.tsx'
import { RecordingState } from './recording-state.tsx'
import type { Recording, Replay as ReplayData } from './show-replay.ts'

interface ReplayProps {
  show: Show
  replay: ReplayData
}

/** A show that is over, to be watched again: the recording, and beside it the lots as its chapters. */
export function Replay({ show, replay: { recordings, is_host: isHost } }: ReplayProps) {
  const [chosenId, choose] = useState<string | null>(null)
  const recording = recordings.find(({ id }) => id === chosenId) ?? chooseRecording(recordings)
  const lots = useLive((state) => state.lots)
  const lotOrder = useLive((state) => state.lotOrder)
  if (recording === null) return null
  return (
    <div className="mx-auto flex w-full max-w-7xl flex-col gap-5 px-4 py-5 pt-[max(1.25rem,env(safe-area-inset-top))] lg:px-6">
      <ReplayHeader show={show} />
      <div className="grid gap-5 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <Watch key={recording.id} show={show} recording={recording}>
          {recordings.length > 1 && (
            <Parts recordings={recordings} chosenId={recording.id} onChoose={choose} />
          )}
          {isHost && <HostChoices showId={show.id} recording={recording} />}
          <div className="rounded-card border border-line bg-surface p-5">
            <ShowSummary show={show} lots={lotsOf({ lots, lotOrder })} />
          </div>
        </Watch>
      </div>
    </div>
  )
}

interface WatchProps {
  show: Show
  recording: Recording
  children: React.ReactNode
}

/** The two columns: what plays, and where one can go in it. */
function Watch({ show, recording, children }: WatchProps) {
  const element = useRef<HTMLVideoElement>(null)
  const [currentId, setCurrentId] = useState<string | null>(null)
  const { status, path, chapters } = recording
  function seek(ms: number): void {
    const video = element.current
    if (video === null) return
    video.currentTime = ms / 1000
    video.scrollIntoView({ block: 'nearest' })
    // Refused without a tap before; the picture stands at the right place all the same.
    video.play().catch(() => undefined)
  }
  return (
    <>
      <div className="flex min-w-0 flex-col gap-4">
        {status === 'ready' && path !== null ? (
          <Player
            recording={recording}
            path={path}
            poster={imageUrl(show.cover_image)}
            element={element}
            onChapter={setCurrentId}
          />
        ) : (
          <RecordingState status={status === 'processing' ? status : 'failed'} />
        )}
        {children}
      </div>
      {status === 'ready' && (
        <section
          aria-label="Lots in this recording"
          className="flex flex-col rounded-card border border-line bg-surface max-lg:row-start-2 lg:max-h-[calc(100dvh-var(--header)-9rem)]"
        >
          <h2 className="px-4 pt-4 pb-2 text-lg font-bold">Lots</h2>
          <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-2 pt-0">
            <ChapterList chapters={chapters} currentId={currentId} onSeek={seek} />
          </div>
        </section>
      )}
    </>
  )
}

function ReplayHeader({ show }: { show: Show }) {
  return (
    <header className="flex items-center gap-3">
      <Link
        to={paths.home()}
        aria-label="Back to the start page"
        className="inline-flex size-11 shrink-0 items-center justify-center rounded-full bg-ink/8 hover:bg-ink/15 md:hidden"
      >
        <ChevronLeft aria-hidden className="size-6" />
      </Link>
      <Link to={paths.seller(show.seller.username)} aria-label={show.seller.shop_name}>
        <Avatar name={show.seller.shop_name} src={show.seller.avatar_url} />
      </Link>
      <div className="min-w-0 flex-1">
        <h1 className="truncate text-xl font-extrabold md:text-2xl">{show.title}</h1>
        <p className="truncate text-sm text-ink-muted">
          {show.seller.shop_name}
          {show.ended_at !== null && (
            <span title={formatExact(show.ended_at)}>
              {' · Replay of '}
              {formatMoment(show.started_at ?? show.ended_at, new Date())}
            </span>
          )}
        </p>
      </div>
      <ShareButton title={show.title} className="bg-ink/8 hover:bg-ink/15" />
    </header>
  )
}
