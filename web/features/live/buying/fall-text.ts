import { formatMoney } from '../../../lib/money.ts'
import type { Lot } from '../state/shapes.ts'

/** "Falls $7 every 5 s, down to $40." */
export function fallText({ descending, currency }: Lot): string {
  if (descending === null) return ''
  const { step_cents: step, tick_seconds: tick, floor_cents: floor } = descending
  const every = tick % 60 === 0 ? (tick === 60 ? 'minute' : `${tick / 60} min`) : `${tick} s`
  return `Falls ${formatMoney(step, currency)} every ${every}, down to ${formatMoney(floor, currency)}.`
}
