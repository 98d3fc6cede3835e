/** The moments of a try, to the millisecond. */
import type { Try } from './tries.ts'

export interface Mark {
  what: 'sent' | 'received' | 'turn' | 'refused' | 'end'
  label: string
  /** Milliseconds since 1970. */
  at: number
  /** Worked out from what a device has measured, not seen by the server. */
  estimated: boolean
}

/** In the order in which they came. A bid that was left before the opening was not sent at the moment of its turn. */
export function marksOf(one: Try): Mark[] {
  const { received_at, locked_at, ends_at, rtt_ms } = one.bid
  const marks: Mark[] = []
  const mark = (what: Mark['what'], label: string, at: number, estimated = false) =>
    marks.push({ what, label, at, estimated })
  if (received_at !== null) {
    const received = Date.parse(received_at)
    if (rtt_ms !== null) mark('sent', 'You tapped', received - Math.round(rtt_ms / 2), true)
    mark('received', 'It reached us', received)
  }
  if (locked_at !== null) {
    mark(
      'turn',
      received_at === null ? 'The auction opened' : 'Its turn came',
      Date.parse(locked_at),
    )
  } else if (!one.taken) {
    mark('refused', 'Refused without waiting', Date.parse(one.bid.decided_at))
  }
  if (ends_at !== null) mark('end', 'End, as it stood then', Date.parse(ends_at))
  return marks.sort((a, b) => a.at - b.at)
}

export interface Placed extends Mark {
  /** From 0 (the first) to 1 (the last). */
  x: number
}

/** Wider than this a millisecond cannot be seen, and a picture says nothing. */
const WIDEST_MS = 10_000

/** The marks on a true scale; null when they lie too far apart, or at one moment. */
export function placed(marks: readonly Mark[]): Placed[] | null {
  const [first] = marks
  const last = marks.at(-1)
  if (first === undefined || last === undefined) return null
  const span = last.at - first.at
  if (span <= 0 || span > WIDEST_MS) return null
  return marks.map((mark) => ({ ...mark, x: (mark.at - first.at) / span }))
}
