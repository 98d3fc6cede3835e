import type { Giveaway } from './engagement-shapes.ts'

/** `drawing`: the time is up and the result not there yet. */
export type GiveawayPhase = 'open' | 'drawing' | 'drawn' | 'cancelled'

export function phaseOf(giveaway: Giveaway, msLeft: number | null): GiveawayPhase {
  if (giveaway.status !== 'open') return giveaway.status
  return msLeft !== null && msLeft <= 0 ? 'drawing' : 'open'
}

/** Whether the caller's own entry won; the draw's broadcast says nothing about anybody but the entry. */
export function hasWon({ you, winner_position }: Giveaway): boolean {
  return you != null && winner_position !== null && you.position === winner_position
}

export function entriesText(count: number): string {
  return count === 1 ? '1 entry' : `${count} entries`
}
