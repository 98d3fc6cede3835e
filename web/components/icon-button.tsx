import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cx } from '../lib/cx.ts'

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** What it does, for ears and as a tooltip. */
  label: string
  icon: LucideIcon
  /** For toggles: whether it is on. */
  pressed?: boolean
}

/** A round 44 px button with an icon and a spoken name. */
export function IconButton({ label, icon: Icon, pressed, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      className={cx(
        'inline-flex size-11 shrink-0 items-center justify-center rounded-full text-ink transition-colors',
        'hover:bg-ink/8 disabled:cursor-not-allowed disabled:opacity-50',
        className,
      )}
    >
      <Icon aria-hidden className={cx('size-5', pressed === true && 'fill-current')} />
    </button>
  )
}
