/**
 * A deterministic scheduler: whatever leaves an actor (a command, a call to Stripe) waits here for its turn, and the dice
 * say who is next. One thing happens at a time, in an order that the seed repeats.
 */
import type { Dice } from '../dice.ts'

export interface Gate {
  /** Waits for its turn, then does it. One at a time for each actor. */
  step<T>(work: () => Promise<T>): Promise<T>
  /** Lets actors run against each other until all have ended. */
  run(actors: readonly (() => Promise<void>)[]): Promise<void>
  /** How many steps there have been. */
  steps(): number
}

export function createGate(dice: Dice): Gate {
  const waiting: (() => void)[] = []
  let running = 0
  let steps = 0

  function next(): void {
    if (running > 0 || waiting.length === 0) return
    const [chosen] = waiting.splice(dice.between(0, waiting.length - 1), 1)
    running += 1
    steps += 1
    chosen?.()
  }

  function turn(): Promise<void> {
    return new Promise((resolve) => {
      waiting.push(resolve)
    })
  }

  return {
    async step(work) {
      const mine = turn()
      running -= 1
      next()
      await mine
      return work()
    },
    async run(actors) {
      const all = actors.map(async (actor) => {
        await turn()
        try {
          await actor()
        } finally {
          running -= 1
          next()
        }
      })
      next()
      await Promise.all(all)
    },
    steps: () => steps,
  }
}
