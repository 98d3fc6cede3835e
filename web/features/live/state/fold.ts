import { initialLiveState, type LiveState } from './live-state.ts'
import { type LiveAction, reduceLive } from './reducer.ts'
import { sampleLot } from './samples.ts'
import type { Lot } from './shapes.ts'

/** The state after a list of actions. */
export const fold = (
  actions: readonly LiveAction[],
  from: LiveState = initialLiveState,
): LiveState => actions.reduce(reduceLive, from)

export const withLot = (change: Partial<Lot> = {}): LiveState =>
  fold([{ type: 'auction snapshot', lot: sampleLot(change) }])

export function lotOf(state: LiveState, id = 'lot-1'): Lot {
  const lot = state.lots[id]
  if (lot === undefined) throw new Error(`The state has no ${id}`)
  return lot
}
