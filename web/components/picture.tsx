import { useState } from 'react'
import { cx } from '../lib/cx.ts'
import { imageUrl } from '../lib/images.ts'

interface PictureProps {
  /** A path as the database keeps it. */
  src: string | null | undefined
  /** What is in the picture; empty when the same words stand beside it. */
  alt: string
  /** Names the stand-in's colour and letter. */
  title: string
  /** Size by aspect ratio, so that nothing moves when it arrives. */
  className?: string
  /** For what is visible at once. */
  eager?: boolean
}

/** A hue that stays the same for the same title, kept to the warm half of the wheel. */
function hueOf(title: string): number {
  let hash = 0
  for (const letter of title) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 997
  return (hash % 140) + 20
}

/** A picture that fills its box, or a stand-in while there is none. */
export function Picture({ src, alt, title, className, eager = false }: PictureProps) {
  const [failed, setFailed] = useState<string | null>(null)
  const url = imageUrl(src)
  const hue = hueOf(title)
  return (
    <div className={cx('relative overflow-hidden bg-sunken', className)}>
      {url !== null && url !== failed ? (
        <img
          src={url}
          alt={alt}
          loading={eager ? 'eager' : 'lazy'}
          decoding="async"
          className="absolute inset-0 size-full object-cover"
          onError={() => setFailed(url)}
        />
      ) : (
        <div
          className="absolute inset-0 flex items-center justify-center font-display text-5xl font-extrabold"
          style={{
            background: `linear-gradient(145deg, oklch(0.5 0.07 ${hue}), oklch(0.28 0.05 ${hue + 40}))`,
            color: `oklch(0.86 0.07 ${hue})`,
          }}
        >
          <span aria-hidden>{(title.trim()[0] ?? '').toLocaleUpperCase()}</span>
          {alt !== '' && <span className="sr-only">{alt}</span>}
        </div>
      )}
    </div>
  )
}
