/** What the parts of an audience share: people, chance, pace, and how to wait and to fail. */
import { setTimeout as sleep } from 'node:timers/promises'
import { CallError } from '../call.ts'
import type { Market } from '../market.ts'
import type { Random } from './random.ts'

export interface Stage {
  market: Market
  random: Random
  signal: AbortSignal
  /** User names of the bots. */
  bots: string[]
  host: { name: string; id: string }
  /** Waits so many seconds of show time; `pace` shortens them. Rejects when the audience is stopped. */
  pause(lowSeconds: number, highSeconds: number): Promise<void>
  /** One line for whoever watches the terminal. */
  log(message: string): void
}

export function createPause(random: Random, pace: number, signal: AbortSignal): Stage['pause'] {
  return (low, high) => sleep(random.between(low, high) * 1000 * pace, undefined, { signal })
}

const AFTER_FAILURE_S = 3

/**
 * Repeats `step` until the audience is stopped. A failed step is reported and tried again: a stack that restarts, or a
 * person who is quicker than the host bot, is no reason to end the evening.
 */
export async function forever(
  stage: Stage,
  name: string,
  step: () => Promise<void>,
): Promise<void> {
  while (!stage.signal.aborted) {
    try {
      await step()
    } catch (error) {
      if (stage.signal.aborted) return
      const code = error instanceof CallError ? ` [${error.code ?? 'no code'}]` : ''
      stage.log(`failed: ${name}${code}: ${error instanceof Error ? error.message : String(error)}`)
      await stage.pause(AFTER_FAILURE_S, AFTER_FAILURE_S).catch(() => undefined)
    }
  }
}
