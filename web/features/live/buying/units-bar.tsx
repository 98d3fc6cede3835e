import { ArrowRight, Minus, PackageCheck, Plus, Users } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { buttonStyle } from '../../../components/button-style.ts'
import { IconButton } from '../../../components/icon-button.tsx'
import { formatMoney } from '../../../lib/money.ts'
import { paths } from '../../../lib/paths.ts'
import { LazyAllIn } from '../bidding/all-in/lazy-all-in.tsx'
import { LivePrice } from '../bidding/live-price.tsx'
import { TimeLeft } from '../bidding/time-left.tsx'
import type { Bidding } from '../bidding/use-bidding.ts'
import { unitsForYou, unitsLeft } from '../state/offers.ts'
import type { Lot } from '../state/shapes.ts'
import { BuyButton } from './buy-button.tsx'
import { OfferAction } from './offer-action.tsx'
import { PurchaseLine } from './purchase-line.tsx'
import { usePurchase } from './use-purchase.ts'

/** Units at a fixed price, as long as there are any. */
export function UnitsBar({ lot, bidding }: { lot: Lot; bidding: Bidding }) {
  const purchasing = usePurchase(lot)
  const [wished, setWished] = useState(1)
  const most = unitsForYou(lot)
  const quantity = Math.max(1, Math.min(wished, most))
  return (
    <>
      <Figures lot={lot} bidding={bidding} />
      <YourUnits lot={lot} />
      {lot.status === 'live' && (
        <PurchaseLine lot={lot} purchasing={purchasing} icon={Users}>
          {limitText(lot)}
        </PurchaseLine>
      )}
      <OfferAction lot={lot} bidding={bidding}>
        {(disabled) =>
          most === 0 ? (
            <p className="flex min-h-14 items-center rounded-control bg-ink/8 px-4 font-semibold">
              You have as many as one buyer can have.
            </p>
          ) : (
            <div className="flex items-stretch gap-2.5">
              <Stepper value={quantity} most={most} onChange={setWished} />
              <BuyButton
                wanted={{
                  how: 'buy_units',
                  quantity,
                  cents: quantity * lot.starting_price_cents,
                }}
                label={`Buy ${quantity} for`}
                currency={lot.currency}
                purchasing={purchasing}
                disabled={disabled}
              />
            </div>
          )
        }
      </OfferAction>
      {lot.status === 'live' && bidding.gate !== 'own' && most > 0 && (
        <LazyAllIn
          lot={lot}
          amountCents={quantity * lot.starting_price_cents}
          quantity={quantity}
        />
      )}
    </>
  )
}

function limitText(lot: Lot): string {
  const limit = lot.fixed?.per_buyer ?? null
  const first = 'First come, first served.'
  return limit === null ? first : `${first} At most ${limit} for each buyer.`
}

function Figures({ lot, bidding }: { lot: Lot; bidding: Bidding }) {
  const open = lot.status === 'live'
  const quantity = lot.fixed?.quantity ?? 0
  const left = unitsLeft(lot)
  return (
    <div className="flex items-end justify-between gap-3">
      <div className="min-w-0">
        <p className="text-xs font-semibold text-ink-muted">Each</p>
        <LivePrice
          cents={lot.starting_price_cents}
          currency={lot.currency}
          stale={open && bidding.gate === 'reconnecting'}
          className="mt-1 text-[2.125rem] lg:text-5xl"
        />
      </div>
      <div className="flex flex-col items-end gap-1.5">
        <p className="tabular text-sm font-semibold" role="status">
          {left === 0 ? 'Sold out' : `${left} of ${quantity} left`}
        </p>
        <span aria-hidden className="h-1.5 w-24 overflow-hidden rounded-full bg-ink/10">
          <span
            className="block h-full origin-left rounded-full bg-act transition-transform duration-300"
            style={{ transform: `scaleX(${quantity === 0 ? 0 : left / quantity})` }}
          />
        </span>
        {open && (
          <TimeLeft ms={bidding.timeLeftMs} endsAt={lot.ends_at} className="text-xl lg:text-2xl" />
        )}
      </div>
    </div>
  )
}

/** What the caller has bought here, with the way to the order. */
function YourUnits({ lot }: { lot: Lot }) {
  const units = lot.you?.units ?? 0
  const orderId = lot.you?.order_id ?? null
  if (units === 0 || orderId === null) return null
  return (
    <div className="flex min-h-12 animate-rise-in items-center gap-3 rounded-control bg-winning-soft px-3 py-1.5 text-winning">
      <PackageCheck aria-hidden className="size-5 shrink-0" />
      <p className="tabular flex-1 text-sm font-bold">
        You bought {units} for {formatMoney(units * lot.starting_price_cents, lot.currency)}
      </p>
      <Link to={paths.order(orderId)} className={buttonStyle({ variant: 'solid', size: 'sm' })}>
        Order
        <ArrowRight aria-hidden className="size-4" />
      </Link>
    </div>
  )
}

interface StepperProps {
  value: number
  most: number
  onChange: (value: number) => void
}

function Stepper({ value, most, onChange }: StepperProps) {
  return (
    <fieldset className="flex items-center rounded-control border border-line-strong/60 bg-surface">
      <legend className="sr-only">How many</legend>
      <IconButton
        label="One less"
        icon={Minus}
        disabled={value <= 1}
        onClick={() => onChange(value - 1)}
      />
      <output className="tabular min-w-8 text-center text-lg font-bold" aria-label="How many">
        {value}
      </output>
      <IconButton
        label="One more"
        icon={Plus}
        disabled={value >= most}
        onClick={() => onChange(value + 1)}
      />
    </fieldset>
  )
}
