import { ImageOff } from 'lucide-react'
import { useState } from 'react'
import { cx } from '../../../lib/cx.ts'
import { imageUrl } from '../../../lib/images.ts'

interface LotImageProps {
  src: string | undefined
  alt: string
  className?: string
}

/** A picture of what is sold, or an honest blank when there is none. */
export function LotImage({ src, alt, className }: LotImageProps) {
  const [failed, setFailed] = useState<string | null>(null)
  const url = imageUrl(src)
  return (
    <span className={cx('relative block shrink-0 overflow-hidden bg-ink/8', className)}>
      {url !== null && url !== failed ? (
        <img
          src={url}
          alt={alt}
          className="size-full object-cover"
          onError={() => setFailed(url)}
        />
      ) : (
        <span className="flex size-full items-center justify-center text-ink-muted">
          <ImageOff aria-hidden className="size-1/3 max-w-8" />
          <span className="sr-only">{alt}, no picture</span>
        </span>
      )}
    </span>
  )
}
