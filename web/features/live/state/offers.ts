import type { Lot } from './shapes.ts'

/** The price of a descending lot at an instant of the server's clock (RULES: Formats); the lot's price in other formats. */
export function priceAt(lot: Lot, at: number): number {
  const { descending, starting_price_cents: start, ends_at } = lot
  if (descending === null || descending.falls_from === null) return lot.price_cents
  if (lot.status !== 'live') return lot.price_cents
  const until = ends_at === null ? at : Math.min(at, Date.parse(ends_at))
  const elapsed = until - Date.parse(descending.falls_from)
  const ticks = Math.max(0, Math.floor(elapsed / (descending.tick_seconds * 1000)))
  return Math.max(descending.floor_cents, start - descending.step_cents * ticks)
}

/** When the price of a descending lot falls next, as ISO 8601; null when it does not. */
export function nextDropAt(lot: Lot, at: number): string | null {
  const { descending, ends_at } = lot
  if (descending === null || descending.falls_from === null || lot.status !== 'live') return null
  if (priceAt(lot, at) === descending.floor_cents) return null
  const from = Date.parse(descending.falls_from)
  const tick = descending.tick_seconds * 1000
  const next = from + (Math.max(0, Math.floor((at - from) / tick)) + 1) * tick
  return ends_at !== null && next >= Date.parse(ends_at) ? null : new Date(next).toISOString()
}

/** Units of a fixed-price sale that are left. */
export function unitsLeft({ fixed, bid_count }: Lot): number {
  return fixed === null ? 0 : Math.max(0, fixed.quantity - bid_count)
}

/** How many of them the caller can still buy. */
export function unitsForYou(lot: Lot): number {
  const perBuyer = lot.fixed?.per_buyer ?? null
  const left = unitsLeft(lot)
  return perBuyer === null ? left : Math.min(left, Math.max(0, perBuyer - (lot.you?.units ?? 0)))
}

/** RULES: Buy now is available until the first accepted bid, or until the reserve is met where there is one. */
export function buyNowPrice(lot: Lot): number | null {
  const open = lot.status === 'live' && (lot.leader === null || !lot.reserve_met)
  return open ? lot.buy_now_cents : null
}
