import { createStore, type StoreApi } from 'zustand/vanilla'
import { createServerClock } from '../../../lib/clock.ts'
import type { LiveSession } from '../state/live-session.ts'
import { createLiveStore } from '../state/live-store.ts'
import type { ShowSnapshot } from '../state/shapes.ts'
import { bidOf, type Dice, gather, lineOf } from './crowd.ts'
import { begin, bid, closeDue, openOne, type Rehearsal, watch } from './rehearsal.ts'

/** So often the crowd thinks of something. */
export const BEAT_MS = 600

/** Something said in the rehearsal's own chat. */
export interface Line {
  id: number
  username: string
  body: string
  isHost: boolean
}

/** So many lines are kept. */
const LINES_KEPT = 80

export interface RehearsalSession extends LiveSession {
  /** The rehearsal as it is. */
  now(): Rehearsal
  /** Carries a command out on it. */
  act(command: (rehearsal: Rehearsal, nowMs: number) => Rehearsal): void
  readonly lines: StoreApi<readonly Line[]>
  say(body: string): void
}

/** A live session whose server is this file: same store, same reducer, an invented crowd, no request ever. */
export function createRehearsalSession(
  source: ShowSnapshot,
  dice: Dice = Math.random,
): RehearsalSession {
  const live = createLiveStore()
  const clock = createServerClock({ readServerTime: async () => new Date().toISOString() })
  const crowd = gather(dice)
  let rehearsal = begin(source, clock.now())
  const lines = createStore<readonly Line[]>(() => [])

  function publish(next: Rehearsal): void {
    if (next === rehearsal) return
    rehearsal = next
    live.dispatch({ type: 'show snapshot', snapshot: snapshotOf(source, rehearsal, clock.now()) })
  }

  function add(username: string, body: string, isHost: boolean): void {
    lines.setState(
      (said) =>
        [...said, { id: (said.at(-1)?.id ?? 0) + 1, username, body, isHost }].slice(-LINES_KEPT),
      true,
    )
  }

  function beat(): void {
    const nowMs = clock.now()
    let next = closeDue(rehearsal, nowMs)
    const lot = openOne(next)
    const wanted = lot === undefined ? null : bidOf(crowd, lot, nowMs, dice)
    if (wanted !== null) next = bid(next, wanted.alias, wanted.cents, nowMs)
    const drift = Math.round((dice() - 0.4) * 3)
    const viewers = Math.min(60, Math.max(3, next.show.viewers + drift))
    if (next.show.status === 'live' && viewers !== next.show.viewers) next = watch(next, viewers)
    publish(next)
    const line = next.show.status === 'live' ? lineOf(dice) : null
    if (line !== null) add(line.username, line.body, false)
  }

  live.dispatch({ type: 'show snapshot', snapshot: snapshotOf(source, rehearsal, clock.now()) })
  live.dispatch({ type: 'connection', status: 'live' })

  return {
    ...live,
    clock,
    start() {
      const stopClock = clock.start()
      const timer = setInterval(beat, BEAT_MS)
      return () => {
        clearInterval(timer)
        stopClock()
      }
    },
    refresh: () => undefined,
    now: () => rehearsal,
    act: (command) => publish(command(rehearsal, clock.now())),
    lines,
    say: (body) => add(source.show.seller.username, body, true),
  }
}

function snapshotOf(source: ShowSnapshot, { show, lots }: Rehearsal, nowMs: number): ShowSnapshot {
  return {
    ...source,
    show,
    lots: [...lots],
    chat: [],
    you: {
      role: 'host',
      banned: false,
      muted: false,
      muted_until: null,
      chat_refusal: null,
      stage: null,
    },
    server_time: new Date(nowMs).toISOString(),
  }
}
