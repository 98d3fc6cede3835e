import { useState } from 'react'
import { cx } from '../../../lib/cx.ts'
import { LotImage } from '../show/lot-image.tsx'

interface GalleryProps {
  title: string
  images: readonly string[]
}

/** One big picture; the others below it, to choose from. */
export function Gallery({ title, images }: GalleryProps) {
  const [chosen, setChosen] = useState(0)
  const index = Math.min(chosen, Math.max(0, images.length - 1))
  return (
    <div className="flex flex-col gap-3">
      <LotImage
        src={images[index]}
        alt={images.length > 1 ? `${title}, picture ${index + 1} of ${images.length}` : title}
        className="aspect-4/3 w-full rounded-card border border-line max-md:-mx-4 max-md:w-auto max-md:rounded-none max-md:border-x-0"
      />
      {images.length > 1 && (
        <ul className="flex gap-2 overflow-x-auto p-1 -m-1 [scrollbar-width:none]">
          {images.map((image, position) => (
            <li key={image}>
              <button
                type="button"
                aria-label={`Show picture ${position + 1}`}
                aria-current={position === index || undefined}
                onClick={() => setChosen(position)}
                className={cx(
                  'block overflow-hidden rounded-control border-2 transition-colors',
                  position === index
                    ? 'border-act'
                    : 'border-transparent opacity-75 hover:opacity-100',
                )}
              >
                <LotImage src={image} alt="" className="size-18" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
