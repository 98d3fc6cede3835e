import { brandName, type Card } from '../../lib/my-card.ts'

/** The card as one would recognise it: brand, last four figures, last month. */
export function CardFace({ card }: { card: Card }) {
  const month = String(card.exp_month).padStart(2, '0')
  const year = String(card.exp_year % 100).padStart(2, '0')
  return (
    <div
      role="img"
      aria-label={`${brandName(card.brand)} ending in ${card.last4}, valid to ${month}/${year}`}
      className="flex aspect-[1.586] w-full max-w-80 flex-col justify-between rounded-card bg-linear-to-br from-[#2a2622] to-[#0f0e0d] p-5 text-[#f6f4ee] shadow-float"
    >
      <div className="flex items-start justify-between">
        <span className="h-8 w-11 rounded-md bg-linear-to-br from-[#ffe08a] to-[#c99a1a]" />
        <span className="font-display text-lg font-bold">{brandName(card.brand)}</span>
      </div>
      <div className="tabular">
        <p className="text-xl tracking-[0.18em]">•••• •••• •••• {card.last4}</p>
        <p className="mt-2 text-sm opacity-75">
          {month}/{year}
        </p>
      </div>
    </div>
  )
}
