import type { Lot } from '../state/shapes.ts'

const HOUR_MS = 3_600_000

export type RetractRule =
  | { may: true; until: 'twelve hours before the end' | 'an hour after the bid' }
  | { may: false; why: string }

/**
 * RULES: Retraction. In a timed auction, with more than twelve hours left at any time, later only within an hour of the
 * bid and not in the last 15 minutes. Bids in a live show are final. The database decides; this says it before the tap.
 */
export function mayRetract(lot: Lot, placedAt: string, now: number): RetractRule {
  if (lot.show_id !== null) return { may: false, why: 'Bids in a live show are final.' }
  if (lot.status !== 'live' || lot.ends_at === null) return { may: false, why: 'It is over.' }
  const left = Date.parse(lot.ends_at) - now
  if (left > 12 * HOUR_MS) return { may: true, until: 'twelve hours before the end' }
  if (left <= HOUR_MS / 4) {
    return { may: false, why: 'In the last 15 minutes no bid can be taken back.' }
  }
  return now - Date.parse(placedAt) <= HOUR_MS
    ? { may: true, until: 'an hour after the bid' }
    : { may: false, why: 'With less than twelve hours left, only within an hour of the bid.' }
}
