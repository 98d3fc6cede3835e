import { Check } from 'lucide-react'
import { MomentText } from '../../components/moment-text.tsx'
import { cx } from '../../lib/cx.ts'
import { ORDER_PATH, ORDER_STATUS, type OrderStatus } from './order-status.ts'

interface OrderTimelineProps {
  status: OrderStatus
  /** When each step was reached, as far as it was. */
  times?: Partial<Record<OrderStatus, string | null>>
}

/** Where the order is on its way, and since when. A cancelled one has left it. */
export function OrderTimeline({ status, times = {} }: OrderTimelineProps) {
  const at = Math.max(0, ORDER_PATH.indexOf(status))
  return (
    <ol className="grid gap-0 sm:grid-cols-4">
      {ORDER_PATH.map((step, index) => {
        const { label, icon: Icon } = ORDER_STATUS[step]
        const reached = times[step]
        const state = index < at ? 'done' : index === at ? 'now' : 'later'
        return (
          <li
            key={step}
            aria-current={state === 'now' ? 'step' : undefined}
            className="relative flex items-center gap-3 pb-5 last:pb-0 sm:flex-col sm:items-start sm:gap-2 sm:pb-0"
          >
            {index < ORDER_PATH.length - 1 && (
              <span
                aria-hidden
                className={cx(
                  'absolute top-10 bottom-0 left-[1.1875rem] w-0.5 sm:top-[1.1875rem] sm:right-0 sm:bottom-auto sm:left-10 sm:h-0.5 sm:w-auto',
                  state === 'done' ? 'bg-winning' : 'bg-line',
                )}
              />
            )}
            <span
              className={cx(
                'relative inline-flex size-10 shrink-0 items-center justify-center rounded-full border-2',
                state === 'done' && 'border-winning bg-winning text-winning-ink',
                state === 'now' && 'border-act bg-act text-act-ink',
                state === 'later' && 'border-line bg-surface text-ink-muted',
              )}
            >
              {state === 'done' ? (
                <Check aria-hidden className="size-5" />
              ) : (
                <Icon aria-hidden className="size-5" />
              )}
            </span>
            <span className={cx('font-semibold', state === 'later' && 'text-ink-muted')}>
              {step === 'pending' && state === 'done' ? 'Won' : label}
              {state === 'done' && <span className="sr-only"> (done)</span>}
              {reached != null && state !== 'later' && (
                <MomentText at={reached} className="block text-sm font-normal text-ink-muted" />
              )}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
