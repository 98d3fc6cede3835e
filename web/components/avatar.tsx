import { useState } from 'react'
import { cx } from '../lib/cx.ts'
import { imageUrl } from '../lib/images.ts'

interface AvatarProps {
  name: string
  src?: string | null | undefined
  size?: 'sm' | 'md' | 'lg'
  className?: string
}

const SIZES = { sm: 'size-7 text-xs', md: 'size-10 text-base', lg: 'size-20 text-3xl' }

/** A person's or shop's picture, or their initial while there is none. Decorative: the name stands beside it. */
export function Avatar({ name, src, size = 'md', className }: AvatarProps) {
  const [failed, setFailed] = useState<string | null>(null)
  const url = imageUrl(src)
  return (
    <span
      aria-hidden
      className={cx(
        'inline-flex shrink-0 items-center justify-center overflow-hidden rounded-full bg-ink font-display font-bold text-canvas',
        SIZES[size],
        className,
      )}
    >
      {url !== null && url !== failed ? (
        <img src={url} alt="" className="size-full object-cover" onError={() => setFailed(url)} />
      ) : (
        (name.trim()[0] ?? '?').toLocaleUpperCase()
      )}
    </span>
  )
}
