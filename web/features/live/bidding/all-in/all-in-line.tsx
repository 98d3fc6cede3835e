import { ChevronRight } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { formatMoney } from '../../../../lib/money.ts'
import type { Lot } from '../../state/shapes.ts'
import { useQuote } from './use-quote.ts'

const loadSheet = () => import('./all-in-sheet.tsx')
const AllInSheet = lazy(loadSheet)

interface AllInLineProps {
  lot: Lot
  /** The amount that would be paid for the item, or for all units. */
  amountCents: number
  /** Units of a fixed-price sale. */
  quantity?: number
}

/**
 * What winning at an amount would cost in the end, under the button that bids it. Its height is reserved by the caller;
 * it says nothing rather than something old.
 */
export default function AllInLine({ lot, amountCents, quantity = 1 }: AllInLineProps) {
  const [open, setOpen] = useState(false)
  const { quote, price, addresses, choose } = useQuote(lot, amountCents, quantity)
  if (quote === undefined || price === null) return null
  const place = quote.region === '' ? quote.country : `${quote.region}, ${quote.country}`
  const total = formatMoney(price.total_cents, quote.currency)
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        onPointerEnter={() => void loadSheet()}
        onFocus={() => void loadSheet()}
        className="tabular inline-flex h-7 max-w-full items-center gap-1 self-center truncate rounded-full px-2 text-sm text-ink-muted hover:bg-ink/8 hover:text-ink"
      >
        <span className="truncate">
          {formatMoney(amountCents, quote.currency)} + fees and shipping ={' '}
          <strong className="font-bold text-ink">{total}</strong> all-in
          {quote.tax_known ? '' : ' before tax'} to {place}
        </span>
        <ChevronRight aria-hidden className="size-4 shrink-0" />
      </button>
      {open && (
        <Suspense fallback={null}>
          <AllInSheet
            lot={lot}
            quantity={quantity}
            quote={quote}
            price={price}
            addresses={addresses ?? []}
            onChoose={choose}
            onOpenChange={setOpen}
          />
        </Suspense>
      )}
    </>
  )
}
