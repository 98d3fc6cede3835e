import 'sonner/dist/styles.css'
import { CircleCheck, Info, TriangleAlert } from 'lucide-react'
import { Toaster as Sonner } from 'sonner'

/** The one host of toasts (`import { toast } from 'sonner'`), mounted by the app shell. */
export function Toaster() {
  return (
    <Sonner
      position="top-center"
      offset={72}
      mobileOffset={12}
      duration={6000}
      closeButton
      icons={{
        success: <CircleCheck aria-hidden className="size-5 text-winning" />,
        error: <TriangleAlert aria-hidden className="size-5 text-outbid" />,
        warning: <TriangleAlert aria-hidden className="size-5 text-outbid" />,
        info: <Info aria-hidden className="size-5" />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-(--width) items-center gap-3 rounded-card border border-line bg-raised p-4 text-ink shadow-float font-sans',
          content: 'flex-1 min-w-0',
          title: 'text-[0.9375rem] font-semibold',
          description: 'text-sm text-ink-muted',
          actionButton:
            'shrink-0 rounded-lg bg-act px-3 py-2 text-sm font-semibold text-act-ink hover:bg-act-hover',
          closeButton:
            'order-last inline-flex size-8 shrink-0 items-center justify-center rounded-full hover:bg-ink/8',
        },
      }}
    />
  )
}
