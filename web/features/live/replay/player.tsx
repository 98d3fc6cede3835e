import { useQuery } from '@tanstack/react-query'
import { type RefObject, useMemo, useState } from 'react'
import { ErrorState } from '../../../components/error-state.tsx'
import { Loading, Skeleton } from '../../../components/skeleton.tsx'
import { captionsQuery } from './captions.ts'
import { chapterAt, chaptersTrack } from './chapters.ts'
import { recordingUrlQuery } from './recording-url.ts'
import type { Recording } from './show-replay.ts'
import { useTextFile } from './use-text-file.ts'

interface PlayerProps {
  recording: Recording
  path: string
  poster: string | null
  element: RefObject<HTMLVideoElement | null>
  onChapter: (auctionId: string | null) => void
}

/** A recording, played by the browser's own player. Its address runs out; then it goes on from where it was. */
export function Player({ recording, path, poster, element, onChapter }: PlayerProps) {
  const { data: url, error, isPending, refetch } = useQuery(recordingUrlQuery(path))
  const [failedUrl, setFailedUrl] = useState<string | null>(null)
  const [position, setPosition] = useState(0)
  const chapters = useTextFile(useMemo(() => chaptersTrack(recording), [recording]))
  const captions = useQuery({ ...captionsQuery(recording.id), enabled: recording.captions })
  const words = useTextFile(captions.data ?? null)
  if (isPending) {
    return (
      <Loading label="Loading the recording">
        <Skeleton className="aspect-video rounded-card" />
      </Loading>
    )
  }
  if (url === undefined || url === failedUrl) {
    const problem = error ?? new Error('The recording cannot be played')
    return <ErrorState error={problem} onRetry={() => void refetch()} />
  }
  return (
    // biome-ignore lint/a11y/useMediaCaption: there are captions when the host has given some, see below
    <video
      ref={element}
      key={url}
      src={url}
      poster={poster ?? undefined}
      controls
      playsInline
      preload="metadata"
      aria-label="Recording of the show"
      className="aspect-video w-full rounded-card bg-black"
      onLoadedMetadata={({ currentTarget }) => {
        if (position > 0) currentTarget.currentTime = position
      }}
      onTimeUpdate={({ currentTarget: { currentTime } }) => {
        setPosition(currentTime)
        onChapter(chapterAt(recording.chapters, currentTime * 1000)?.auction_id ?? null)
      }}
      onError={() => {
        setFailedUrl(url)
        void refetch()
      }}
    >
      {chapters !== null && (
        <track kind="chapters" src={chapters} srcLang="en" label="Lots" default />
      )}
      {words !== null && <track kind="captions" src={words} srcLang="en" label="Captions" />}
    </video>
  )
}
