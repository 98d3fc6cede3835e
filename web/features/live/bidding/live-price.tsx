import { WifiOff } from 'lucide-react'
import { cx } from '../../../lib/cx.ts'
import { formatMoney } from '../../../lib/money.ts'

interface LivePriceProps {
  cents: number
  currency: string
  /** Covers the price: it may be old. */
  stale: boolean
  className?: string
}

/** The price, sliding in when it changes. Room for it is kept, so that nothing around it moves. */
export function LivePrice({ cents, currency, stale, className }: LivePriceProps) {
  const text = formatMoney(cents, currency)
  return (
    <span className={cx('relative inline-grid font-display', className)}>
      <span
        key={cents}
        className={cx(
          'tabular animate-[price-in_320ms_cubic-bezier(0.2,0.8,0.2,1)] leading-none font-extrabold tracking-tight',
          stale && 'opacity-40 blur-[5px]',
        )}
        style={{ minWidth: `${Math.max(4, text.length)}ch` }}
      >
        {text}
      </span>
      {stale && (
        <span className="absolute inset-0 flex items-center">
          <span className="flex items-center gap-1.5 rounded-full bg-ink px-2.5 py-1 font-sans text-xs leading-none font-bold whitespace-nowrap text-canvas">
            <WifiOff aria-hidden className="size-3.5 animate-pulse-soft" />
            Reconnecting
          </span>
        </span>
      )}
    </span>
  )
}
