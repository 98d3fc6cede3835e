import type { Lot } from '../state/shapes.ts'

const CONDITION: Record<string, string> = {
  new: 'New',
  like_new: 'Like new',
  good: 'Good',
  fair: 'Fair',
  for_parts: 'For parts',
}

/** What is known about a product, as pairs. Values that are no plain text or number are left out. */
export function specPairs(product: Lot['product']): [string, string][] {
  const known = Object.entries(product.specs).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [],
  )
  return [
    ['Condition', CONDITION[product.condition] ?? product.condition],
    ['Category', product.category],
    ...known,
  ]
}

export function Specs({ product }: { product: Lot['product'] }) {
  return (
    <dl className="divide-y divide-line border-y border-line">
      {specPairs(product).map(([name, value]) => (
        <div key={name} className="grid grid-cols-[minmax(7rem,1fr)_2fr] gap-4 py-2.5">
          <dt className="text-ink-muted first-letter:uppercase">{name.replaceAll('_', ' ')}</dt>
          <dd className="font-medium wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
