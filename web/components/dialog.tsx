import { X } from 'lucide-react'
import { Dialog as Primitive } from 'radix-ui'
import { type ReactNode, useRef } from 'react'
import { cx } from '../lib/cx.ts'

interface OverlayProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** One sentence on what this is for; omit it only when the title says all. */
  description?: string | undefined
  children: ReactNode
  className?: string
}

function Overlay({
  open,
  onOpenChange,
  title,
  description,
  children,
  className,
}: OverlayProps & { className: string }) {
  const opener = useRef<Element | null>(null)
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-50 animate-fade-in bg-scrim" />
        <Primitive.Content
          className={className}
          // Radix gives the focus back to a trigger of its own; these overlays are opened by buttons elsewhere.
          onOpenAutoFocus={() => {
            opener.current = document.activeElement
          }}
          onCloseAutoFocus={(event) => {
            if (!(opener.current instanceof HTMLElement) || !opener.current.isConnected) return
            event.preventDefault()
            opener.current.focus({ preventScroll: true })
          }}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <div className="flex items-start justify-between gap-4">
            <div>
              <Primitive.Title className="text-xl font-bold">{title}</Primitive.Title>
              {description !== undefined && (
                <Primitive.Description className="mt-1 text-ink-muted">
                  {description}
                </Primitive.Description>
              )}
            </div>
            <Primitive.Close
              aria-label="Close"
              className="-mt-2 -mr-2 inline-flex size-11 shrink-0 items-center justify-center rounded-full hover:bg-ink/8"
            >
              <X aria-hidden className="size-5" />
            </Primitive.Close>
          </div>
          <div className="mt-5">{children}</div>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

/** A dialog in the middle of the screen. */
export function Dialog(props: OverlayProps) {
  return (
    <Overlay
      {...props}
      className={cx(
        'fixed top-1/2 left-1/2 z-50 max-h-[85dvh] w-[min(32rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2',
        'animate-fade-in overflow-y-auto rounded-card border border-line bg-raised p-6 shadow-float',
        props.className,
      )}
    />
  )
}

/** A sheet that rises from the bottom edge of a phone; a dialog on wide screens. */
export function Sheet(props: OverlayProps) {
  return (
    <Overlay
      {...props}
      className={cx(
        'fixed inset-x-0 bottom-0 z-50 max-h-[88dvh] animate-sheet-in overflow-y-auto rounded-t-3xl border-t border-line',
        'bg-raised p-6 pb-[calc(1.5rem+env(safe-area-inset-bottom))] shadow-float',
        'md:inset-x-auto md:top-1/2 md:bottom-auto md:left-1/2 md:w-[min(32rem,calc(100vw-2rem))] md:-translate-x-1/2',
        'md:-translate-y-1/2 md:animate-fade-in md:rounded-card md:border',
        props.className,
      )}
    />
  )
}
