import type { LocalVideoTrack } from 'livekit-client'
import { useEffect, useRef } from 'react'
import { cx } from '../../../lib/cx.ts'

/** The camera as a mirror: who looks at themselves expects one. Viewers see it the right way round. */
export function OwnPicture({ track, className }: { track: LocalVideoTrack; className?: string }) {
  const element = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    const video = element.current
    if (video === null) return
    track.attach(video)
    return () => {
      track.detach(video)
    }
  }, [track])
  return (
    <video
      ref={element}
      muted
      autoPlay
      playsInline
      aria-label="Your camera"
      className={cx('size-full -scale-x-100 bg-black object-cover', className)}
    />
  )
}
