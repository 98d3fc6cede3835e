/** How long a lot in a show may run, in seconds. */
export const LOT_SECONDS = { min: 5, max: 600 }

/**
 * Seconds that a falling price needs: each step from start to floor has its tick, and the floor has one of its own.
 * Amounts in cents; null when the figures do not describe a fall.
 */
export function fallSeconds(
  startCents: number,
  floorCents: number,
  stepCents: number,
  tickSeconds: number,
): number | null {
  if (!(startCents > floorCents && floorCents > 0 && stepCents > 0 && tickSeconds > 0)) return null
  return (Math.ceil((startCents - floorCents) / stepCents) + 1) * tickSeconds
}
