import { cx } from '../lib/cx.ts'
import { formatMoney } from '../lib/money.ts'

interface PriceTextProps {
  cents: number
  currency?: string
  className?: string
}

/** An amount of money in figures of one width. */
export function PriceText({ cents, currency = 'USD', className }: PriceTextProps) {
  return <span className={cx('tabular', className)}>{formatMoney(cents, currency)}</span>
}
