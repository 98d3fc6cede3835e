import { createStore, type StoreApi } from 'zustand/vanilla'
import { initialLiveState, type LiveState } from './live-state.ts'
import { type LiveAction, reduceLive } from './reducer.ts'

export interface LiveStore {
  readonly store: StoreApi<LiveState>
  dispatch(action: LiveAction): void
}

/** One store for each live page. It changes only through the reducer. */
export function createLiveStore(): LiveStore {
  const store = createStore<LiveState>(() => initialLiveState)
  return {
    store,
    dispatch: (action) => store.setState((state) => reduceLive(state, action), true),
  }
}
