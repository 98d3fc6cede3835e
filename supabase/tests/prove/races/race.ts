import type { Dice } from '../dice.ts'
import type { Room, RoomSize } from '../room.ts'
import type { Attempt } from '../seat.ts'

/** Something that several connections do at the same time. The invariants are checked after every round of it. */
export interface Race {
  name: string
  size: RoomSize
  /** Resolves when everybody has been answered; returns all bids of the round. */
  round(room: Room, dice: Dice): Promise<Attempt[]>
}

/** Holds what a round is about, beyond the invariants. */
export function insist(room: Room, holds: boolean, text: string): void {
  if (!holds) room.tally.violation(text)
}

/** Errors that no caller should ever see: a race must not become a deadlock or a broken constraint. */
export function insistOnAnswers(
  room: Room,
  attempts: readonly Attempt[],
  allowed: string[] = [],
): void {
  for (const { answer, key } of attempts) {
    if (answer.kind === 'reply') continue
    const code = answer.kind === 'error' ? answer.code : 'connection lost'
    insist(room, allowed.includes(code), `bid ${key} got ${code}: ${answer.message}`)
  }
}

/** The codes of calls that may fail; the others succeeded. `allowed` are the refusals that the commands document. */
export async function codesOf(
  room: Room,
  calls: readonly Promise<unknown>[],
  allowed: readonly string[],
): Promise<(string | null)[]> {
  const settled = await Promise.allSettled(calls)
  return settled.map((result) => {
    if (result.status === 'fulfilled') return null
    const code: unknown = Reflect.get(Object(result.reason), 'code')
    const text = String(code ?? result.reason)
    insist(room, allowed.includes(text), `a command got ${text}: ${String(result.reason)}`)
    return text
  })
}

export function seatAt(room: Room, index: number) {
  const seat = room.seats[index % room.seats.length]
  if (!seat) throw new RangeError('no seat')
  return seat
}

export function bidderAt(room: Room, index: number): string {
  const bidder = room.bidders[index % room.bidders.length]
  if (bidder === undefined) throw new RangeError('no bidder')
  return bidder
}

/** The tick, which must never fail, whoever else is at work. */
export async function tick(room: Room): Promise<void> {
  await room.market.db.sql`select private.tick()`.catch((error: unknown) => {
    insist(room, false, `a tick failed: ${String(error)}`)
  })
}
