import type { ComponentProps } from 'react'
import { cx } from '../lib/cx.ts'

/* 16 px text: anything smaller makes a phone zoom into the field. */
const CONTROL =
  'w-full rounded-control border border-line-strong bg-surface px-3.5 text-base text-ink placeholder:text-ink-muted ' +
  'transition-colors hover:border-ink aria-invalid:border-outbid disabled:opacity-60'

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input {...rest} className={cx(CONTROL, 'min-h-12', className)} />
}

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea rows={4} {...rest} className={cx(CONTROL, 'py-3 leading-relaxed', className)} />
}

/** The platform's own select: the best one on a phone, and complete for keyboards and screen readers. */
export function Select({ className, ...rest }: ComponentProps<'select'>) {
  return <select {...rest} className={cx(CONTROL, 'min-h-12 pr-9', className)} />
}
