/** Added time: by the host of a show, after a pause of the platform, or to the end that a group of lots has in common. */
import * as z from 'zod/mini'
import type { LedgerEvent } from './event.ts'
import { insist } from './fault.ts'
import { insistInTime, insistUnchanged } from './fold-common.ts'
import { instantOf } from './instant.ts'
import { readDetail } from './json.ts'
import type { State } from './state.ts'

const SECOND_MS = 1000
/** What a host may add to an open lot at once, in seconds. */
const EXTENSION_S = { least: 5, most: 600 }

const cause = z.union([
  z.strictObject({ pause_ms: z.int().check(z.minimum(1)) }),
  z.strictObject({
    sale: z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)),
  }),
])

export function foldExtension(state: State, event: LedgerEvent): State {
  insistUnchanged(state, event)
  insist(event.bidder === null, 'shape', 'bidder', 'Added time has no bidder.')
  insist(event.amount_cents === null, 'shape', 'amount_cents', 'Added time has no amount.')
  const endsAt = instantOf(event.ends_at)
  const next = { ...state, kind: event.kind, endsAt, placedAt: instantOf(event.placed_at) }
  if (event.detail === '') {
    insistOnHost(state, event)
    return next
  }
  const added = readDetail(cause, event, 'time', 'Added time states a pause, a sale or nothing.')
  if ('sale' in added) {
    insistOnGroup(state, endsAt)
    return next
  }
  insistOnPause(state, event, added.pause_ms)
  return { ...next, hardEnd: state.hardEnd === null ? null : state.hardEnd + added.pause_ms }
}

/** The host of a show gives the open lot more time. */
function insistOnHost(state: State, event: LedgerEvent): void {
  insistInTime(state, event)
  const { name } = state.terms.format
  insist(name !== 'descending', 'format', 'kind', 'A descending price runs by its own clock.')
  const endsAt = instantOf(event.ends_at)
  const seconds = (endsAt - state.endsAt) / SECOND_MS
  const isAllowed =
    Number.isInteger(seconds) && seconds >= EXTENSION_S.least && seconds <= EXTENSION_S.most
  insist(isAllowed, 'time', 'ends_at', 'A host adds between 5 and 600 whole seconds.')
  insistWithin(state, endsAt)
}

/** Another lot of the sale runs longer. This may be written down after the end that it moves. */
function insistOnGroup(state: State, endsAt: number): void {
  const { name } = state.terms.format
  insist(name === 'english', 'format', 'detail', 'Only auctions with bids close as a group.')
  insist(endsAt > state.endsAt, 'time', 'ends_at', 'A group moves the end only later.')
  insistWithin(state, endsAt)
}

/** What was running when the platform paused gets exactly that time back. */
function insistOnPause(state: State, event: LedgerEvent, pause: number): void {
  const moved = instantOf(event.ends_at) - state.endsAt
  insist(moved === pause, 'time', 'ends_at', 'A pause moves the end by exactly its length.')
  const at = instantOf(event.placed_at)
  // An event of the very millisecond in which the pause ended says nothing of when it began.
  const wasRunning = state.endsAt > at - pause || at === state.placedAt
  insist(wasRunning, 'time', 'placed_at', 'It was over before the pause began.')
}

function insistWithin({ hardEnd }: State, endsAt: number): void {
  insist(hardEnd === null || endsAt <= hardEnd, 'time', 'ends_at', 'Past the last possible end.')
}
