import { useQuery } from '@tanstack/react-query'
import { TrendingDown } from 'lucide-react'
import { platformStatusQuery } from '../../../lib/platform-status.ts'
import { LazyAllIn } from '../bidding/all-in/lazy-all-in.tsx'
import { LivePrice } from '../bidding/live-price.tsx'
import { TimeLeft, timeLeftText } from '../bidding/time-left.tsx'
import type { Bidding } from '../bidding/use-bidding.ts'
import type { Lot } from '../state/shapes.ts'
import { type FallingPrice, useFallingPrice } from '../state/use-falling-price.ts'
import { useTimeLeft } from '../state/use-time-left.ts'
import { BuyButton } from './buy-button.tsx'
import { fallText } from './fall-text.ts'
import { OfferAction } from './offer-action.tsx'
import { PurchaseLine } from './purchase-line.tsx'
import { usePurchase } from './use-purchase.ts'

/** A price that falls by the server's clock until somebody takes it. */
export function DescendingBar({ lot, bidding }: { lot: Lot; bidding: Bidding }) {
  const platform = useQuery(platformStatusQuery)
  const falling = useFallingPrice(lot, platform.data?.paused_at ?? null)
  const purchasing = usePurchase(lot)
  return (
    <>
      <Figures lot={lot} bidding={bidding} falling={falling} />
      {lot.status === 'live' && (
        <PurchaseLine lot={lot} purchasing={purchasing} icon={TrendingDown}>
          {fallText(lot)} The first to accept wins.
        </PurchaseLine>
      )}
      <OfferAction lot={lot} bidding={bidding}>
        {(disabled) => (
          <BuyButton
            wanted={{ how: 'accept_price', cents: falling.cents }}
            label="Buy at"
            currency={lot.currency}
            purchasing={purchasing}
            disabled={disabled}
          />
        )}
      </OfferAction>
      {lot.status === 'live' && bidding.gate !== 'own' && (
        <LazyAllIn lot={lot} amountCents={falling.cents} />
      )}
    </>
  )
}

interface FiguresProps {
  lot: Lot
  bidding: Bidding
  falling: FallingPrice
}

function labelOf({ status }: Lot): string {
  if (status === 'sold') return 'Sold for'
  if (status === 'live') return 'Price now'
  return status === 'scheduled' || status === 'draft' ? 'Begins at' : 'Ended at'
}

function Figures({ lot, bidding, falling }: FiguresProps) {
  const dropIn = useTimeLeft(falling.nextDropAt)
  const open = lot.status === 'live'
  return (
    <div className="flex items-end justify-between gap-3">
      <div className="min-w-0">
        <p className="text-xs font-semibold text-ink-muted">{labelOf(lot)}</p>
        <LivePrice
          cents={falling.cents}
          currency={lot.currency}
          stale={open && bidding.gate === 'reconnecting'}
          className="mt-1 text-[2.125rem] lg:text-5xl"
        />
      </div>
      {open && (
        <div className="flex flex-col items-end gap-1">
          {falling.nextDropAt !== null && dropIn !== null && (
            <p className="tabular text-sm font-semibold text-act-text">
              falls in {dropIn <= 0 ? '0.0s' : timeLeftText(dropIn)}
            </p>
          )}
          {falling.nextDropAt === null && (
            <p className="text-sm font-semibold text-ink-muted">as low as it gets</p>
          )}
          <TimeLeft ms={bidding.timeLeftMs} endsAt={lot.ends_at} className="text-xl lg:text-2xl" />
        </div>
      )}
    </div>
  )
}
