import { useTracks, VideoTrack } from '@livekit/components-react'
import { Track } from 'livekit-client'
import { cx } from '../../../lib/cx.ts'

const SOURCES = [Track.Source.ScreenShare, Track.Source.Camera, Track.Source.Unknown]

/**
 * Who stands on the stage: a shared screen over everything, else the host, and co-hosts side by side. Fills its parent.
 * `Unknown` is what an encoder such as OBS sends.
 */
export function StagePicture({ className }: { className?: string }) {
  const tracks = useTracks(SOURCES, { onlySubscribed: true }).filter(
    ({ publication }) => publication.kind === Track.Kind.Video && !publication.isMuted,
  )
  const screen = tracks.find(({ source }) => source === Track.Source.ScreenShare)
  const people = tracks.filter((each) => each !== screen)
  return (
    <div className={cx('overflow-hidden bg-black', className)}>
      {screen !== undefined ? (
        <>
          <VideoTrack trackRef={screen} className="size-full object-contain" />
          {people[0] !== undefined && (
            <VideoTrack
              trackRef={people[0]}
              className="absolute top-28 right-3 w-28 rounded-xl object-cover shadow-float lg:top-20 lg:w-44"
            />
          )}
        </>
      ) : (
        <div
          className={cx(
            'grid size-full',
            people.length > 1 && 'grid-cols-1 grid-rows-2 lg:grid-cols-2 lg:grid-rows-1',
          )}
        >
          {people.slice(0, 4).map((track) => (
            <VideoTrack
              key={track.publication.trackSid}
              trackRef={track}
              className="size-full min-h-0 min-w-0 object-cover"
            />
          ))}
        </div>
      )}
    </div>
  )
}
