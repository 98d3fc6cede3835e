import { VideoOff } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { cx } from '../../../lib/cx.ts'
import { imageUrl } from '../../../lib/images.ts'

interface StageProps {
  /** The show's cover, or the lot's picture when it has none. */
  image: string | null | undefined
  /** What is said about the missing picture from the studio. */
  note: string | null
  /** Lets the stage light up for a moment. */
  lit: boolean
  /** The moving picture over the still one. */
  video?: ReactNode
  className?: string
  children: ReactNode
}

/** The picture behind everything: a still until video is there, and it says so. */
export function Stage({ image, note, lit, video, className, children }: StageProps) {
  const [failed, setFailed] = useState<string | null>(null)
  const url = imageUrl(image)
  return (
    <div className={cx('relative isolate overflow-hidden bg-sunken', className)}>
      {url !== null && url !== failed && (
        <img
          src={url}
          fetchPriority="high"
          alt=""
          className="absolute inset-0 -z-20 size-full object-cover"
          onError={() => setFailed(url)}
        />
      )}
      {video}
      <div
        aria-hidden
        className="absolute inset-0 -z-10 bg-linear-to-b from-black/70 via-black/5 via-45% to-black/85"
      />
      {lit && (
        <div
          aria-hidden
          className="pointer-events-none absolute inset-0 animate-[spotlight_1600ms_ease-out_forwards]"
        />
      )}
      {note !== null && (
        <div className="absolute inset-x-0 top-[22%]">
          <StageNote>{note}</StageNote>
        </div>
      )}
      {children}
    </div>
  )
}

/** Why there is no picture. */
export function StageNote({ children }: { children: ReactNode }) {
  return (
    <p className="pointer-events-none mx-auto flex w-fit max-w-[80%] items-center gap-2 rounded-full bg-black/55 px-3.5 py-2 text-center text-sm font-medium text-white/90">
      <VideoOff aria-hidden className="size-4 shrink-0" />
      {children}
    </p>
  )
}
