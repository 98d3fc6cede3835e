import { Zap } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Sheet } from '../../../components/dialog.tsx'
import { PriceBreakdown } from '../../../components/price-breakdown.tsx'
import { Skeleton } from '../../../components/skeleton.tsx'
import { formatMoney } from '../../../lib/money.ts'
import { useQuote } from '../bidding/all-in/use-quote.ts'
import type { Bidding } from '../bidding/use-bidding.ts'
import { buyNowPrice } from '../state/offers.ts'
import type { Lot } from '../state/shapes.ts'
import { BuyButton } from './buy-button.tsx'
import { purchaseProblem } from './purchase-problem.ts'
import { usePurchase } from './use-purchase.ts'

/** Ends the bidding before it has begun, after a look at what it costs. */
export default function BuyNow({ lot, bidding }: { lot: Lot; bidding: Bidding }) {
  const [open, setOpen] = useState(false)
  const price = buyNowPrice(lot)
  const { gate } = bidding
  const mayBuy = gate === 'open' || gate === 'reconnecting'
  // A sheet that is being read does not vanish under its reader.
  if (!open && (price === null || !mayBuy)) return null
  return (
    <>
      {price !== null && (
        <Button disabled={gate !== 'open'} onClick={() => setOpen(true)} className="tabular">
          <Zap aria-hidden className="size-4" />
          Buy now for {formatMoney(price, lot.currency)}
        </Button>
      )}
      <Sheet open={open} onOpenChange={setOpen} title="Buy it now" description={lot.title}>
        {price === null ? (
          <p role="status">Somebody was faster: with their bid, buying now has ended.</p>
        ) : (
          <Confirm lot={lot} price={price} disabled={gate !== 'open'} />
        )}
      </Sheet>
    </>
  )
}

function Confirm({ lot, price, disabled }: { lot: Lot; price: number; disabled: boolean }) {
  const purchasing = usePurchase(lot)
  const problem = purchaseProblem(lot, purchasing.purchase)
  const until = lot.has_reserve ? 'until bidding has met the reserve' : 'until the first bid'
  return (
    <div className="flex flex-col gap-4">
      <p className="leading-relaxed text-ink-soft">
        This ends the auction at once: the item is yours for{' '}
        <strong className="tabular text-ink">{formatMoney(price, lot.currency)}</strong>, and what
        comes on top is below. It is possible {until}.
      </p>
      <AllIn lot={lot} price={price} />
      {problem !== null && (
        <div
          role="alert"
          className="flex items-center gap-3 rounded-control bg-outbid-soft px-3 py-2 text-sm font-medium"
        >
          <span className="flex-1">{problem.text}</span>
          {problem.canAskAgain && (
            <Button size="sm" onClick={purchasing.retry}>
              Ask again
            </Button>
          )}
        </div>
      )}
      <BuyButton
        wanted={{ how: 'buy_now', cents: price }}
        label="Buy now for"
        currency={lot.currency}
        purchasing={purchasing}
        disabled={disabled}
      />
    </div>
  )
}

/** Everything that comes on top, as far as it is known. */
function AllIn({ lot, price }: { lot: Lot; price: number }) {
  const { quote, price: parts, failed } = useQuote(lot, price)
  if (failed)
    return <p className="text-sm text-ink-muted">Fees, shipping and tax stand on the order.</p>
  if (quote === undefined || parts === null) return <Skeleton className="h-40" />
  return (
    <PriceBreakdown
      itemsLabel="Item"
      totalLabel={quote.tax_known ? 'All-in' : 'All-in, before tax'}
      price={{
        currency: quote.currency,
        items_cents: parts.item_cents,
        buyer_fee_cents: parts.buyer_fee_cents,
        shipping_cents: parts.shipping_cents,
        tax_cents: quote.tax_known ? parts.tax_cents : null,
        total_cents: parts.total_cents,
        tax_name: quote.tax_name,
        tax_rate_ppm: quote.terms.tax_rate_ppm,
      }}
      unknown="depends on the place"
    />
  )
}
