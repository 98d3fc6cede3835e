import { cx } from '../lib/cx.ts'

/** A grey stand-in with the shape of what is coming; give it size by className. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <div aria-hidden className={cx('animate-pulse-soft rounded-control bg-ink/8', className)} />
  )
}

/** Tells ears, once, that a part of the page is loading. Put the skeletons inside. */
export function Loading({
  label,
  children,
  className,
}: {
  label: string
  children: React.ReactNode
  className?: string
}) {
  return (
    <div role="status" aria-busy="true" className={className}>
      <span className="sr-only">{label}</span>
      {children}
    </div>
  )
}
