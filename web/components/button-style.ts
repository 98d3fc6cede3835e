import { cx } from '../lib/cx.ts'

export type ButtonVariant = 'act' | 'solid' | 'outline' | 'ghost' | 'danger'
export type ButtonSize = 'sm' | 'md' | 'lg'

const VARIANTS: Record<ButtonVariant, string> = {
  act: 'bg-act text-act-ink hover:bg-act-hover shadow-card',
  solid: 'bg-ink text-canvas hover:bg-ink-soft',
  outline: 'border border-line-strong/60 bg-surface text-ink hover:border-ink hover:bg-raised',
  ghost: 'text-ink hover:bg-ink/8',
  danger: 'bg-outbid text-outbid-ink hover:opacity-90',
}

/** `md` and `lg` are at least 44 px high, the size of a target that costs money. */
const SIZES: Record<ButtonSize, string> = {
  sm: 'min-h-9 px-3.5 text-sm gap-1.5',
  md: 'min-h-11 px-5 text-[0.9375rem] gap-2',
  lg: 'min-h-13 px-6 text-base gap-2.5',
}

/** The look of a button, also for links that act as one. */
export function buttonStyle(
  options: { variant?: ButtonVariant; size?: ButtonSize; className?: string | undefined } = {},
): string {
  const { variant = 'outline', size = 'md', className } = options
  return cx(
    'inline-flex items-center justify-center rounded-control font-semibold transition-colors select-none',
    'disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:opacity-50',
    VARIANTS[variant],
    SIZES[size],
    className,
  )
}
