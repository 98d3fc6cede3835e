/** Increment ladders: a price maps to the step above it. Source: the rules page, "Increments". Amounts in minor units. */

export interface Ladder {
  /** Ascending, beginning at 0; `steps[i]` applies from `from[i]` up to the next one. */
  from: readonly number[]
  steps: readonly number[]
}

export const standard: Ladder = {
  from: [0, 100, 500, 2500, 10000, 25000, 50000, 100000, 250000, 500000],
  steps: [5, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000],
}

export const live: Ladder = {
  from: [0, 3000, 5000, 10000, 30000, 100000, 200000],
  steps: [100, 200, 300, 500, 1000, 2000, 5000],
}

/** The step above a price; a boundary belongs to the step that begins there. */
export function stepAbove(ladder: Ladder, price: number): number {
  const step = ladder.steps[ladder.from.findLastIndex((from) => from <= price)]
  if (step === undefined) throw new RangeError(`no step above ${price}`)
  return step
}
