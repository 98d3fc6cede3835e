import { ShoppingBag } from 'lucide-react'
import { formatMoney } from '../../../lib/money.ts'
import { REFUSED_DEAD_MS, SettledButton } from '../bidding/settled-button.tsx'
import type { Wanted } from './purchase.ts'
import type { Purchasing } from './use-purchase.ts'

interface BuyButtonProps {
  wanted: Wanted
  /** "Buy at", "Buy 2 for". */
  label: string
  currency: string
  purchasing: Purchasing
  disabled: boolean
}

/**
 * Buys at exactly the sum it names. After each change of that sum it is dead until it can have been read, and while
 * nobody knows whether the last purchase happened: asking for that one again is beside it.
 */
export function BuyButton({ wanted, label, currency, purchasing, disabled }: BuyButtonProps) {
  const { purchase, unanswered, buy } = purchasing
  const refusedKey = purchase?.phase === 'refused' ? purchase.key : ''
  const busy = purchase?.phase === 'placing'
  const sum = formatMoney(wanted.cents, currency)
  return (
    <SettledButton
      shown={`${label} ${wanted.cents} ${refusedKey}`}
      deadMs={REFUSED_DEAD_MS}
      busy={busy}
      disabled={disabled || unanswered}
      onAct={() => buy(wanted)}
    >
      {busy ? (
        `Buying for ${formatMoney(purchase.wanted.cents, currency)}…`
      ) : (
        <>
          <ShoppingBag aria-hidden className="size-5" />
          {label} {sum}
        </>
      )}
    </SettledButton>
  )
}
