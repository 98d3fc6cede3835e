/**
 * Were the bids of one story answered truthfully? Every reply must be what the model says at one instant between its
 * question and its answer, all instants in one order: linearizability, with the ledger's order as the witness.
 */
import { decide, minimumBid } from '../../model/auction.ts'
import type { Attempt, Reply } from '../seat.ts'
import { FINAL, type Position, type Retold } from './retell.ts'

export interface Told {
  faults: string[]
  /** Bids whose connection was lost and that are in the ledger, or not. */
  unknownLanded: number
  unknownLost: number
}

/** `attempts` are all bids of an auction; aliases by user id. */
export function checkReplies(
  story: Retold,
  attempts: readonly Attempt[],
  aliases: ReadonlyMap<string, string>,
): Told {
  const faults: string[] = []
  const say = (attempt: Attempt, text: string) =>
    faults.push(`bid ${attempt.key} of ${attempt.amount} by ${attempt.bidder.slice(0, 8)}: ${text}`)
  const landed = new Map<string, number>()
  for (const [at, { key }] of story.positions.entries()) if (key !== null) landed.set(key, at)

  // Given before the opening: before every position, in their own order.
  for (const [at, key] of story.preBids.entries()) {
    if (key !== null) landed.set(key, at - story.preBids.length)
  }
  const sent = new Set(attempts.map(({ key }) => key))
  for (const key of landed.keys()) if (!sent.has(key)) faults.push(`nobody sent the bid ${key}`)

  const accepted: { at: number; sentAt: number; answeredAt: number }[] = []
  const told = { unknownLanded: 0, unknownLost: 0 }
  for (const [key, same] of Map.groupBy(attempts, (attempt) => attempt.key)) {
    const at = landed.get(key)
    if (at === undefined) continue
    // The first question of a key may have been the one that was accepted, and so may any other.
    const answers = same.map((attempt) =>
      attempt.answer.kind === 'unknown' ? Infinity : attempt.answeredAt,
    )
    const sentAt = Math.min(...same.map((attempt) => attempt.sentAt))
    accepted.push({ at, sentAt, answeredAt: Math.min(...answers) })
  }
  accepted.sort((a, b) => a.at - b.at)
  faults.push(...faultsOfRealTime(accepted))

  for (const attempt of attempts) {
    const at = landed.get(attempt.key)
    const { answer } = attempt
    if (answer.kind === 'unsent') continue
    if (answer.kind === 'unknown') {
      told[at === undefined ? 'unknownLost' : 'unknownLanded'] += 1
    } else if (answer.kind === 'error') {
      // Another sending of the same key may well have been accepted.
      const isOnly = attempts.filter(({ key }) => key === attempt.key).length === 1
      if (at !== undefined && isOnly) say(attempt, `rolled back (${answer.code}) but in the ledger`)
    } else if (answer.reply.outcome !== 'refused') {
      if (at === undefined) say(attempt, 'acknowledged but not in the ledger')
      else if (at < 0) {
        const { outcome, seq } = answer.reply
        if (outcome !== 'pending' || seq !== 0)
          say(attempt, `a pre-bid, answered ${outcome} ${seq}`)
      } else checkAccepted(story, at, attempt, answer.reply, aliases, (text) => say(attempt, text))
    } else if (at !== undefined) say(attempt, `refused (${answer.reply.code}) but in the ledger`)
    else {
      // Answered before this one was sent: it has seen them. Sent before this one's answer: it may have seen them.
      const low = accepted.findLast((other) => other.answeredAt < attempt.sentAt)?.at ?? 0
      const high = accepted.findLast((other) => other.sentAt < attempt.answeredAt)?.at ?? 0
      const window = { low, high: widen(story.positions, Math.max(low, high)) }
      const problem = refusalFault(story, window, attempt, answer.reply)
      if (problem !== null) say(attempt, `${problem}; positions ${low} to ${window.high}`)
    }
  }
  return { faults, ...told }
}

/** What follows without a bid (an extension, the end) may have happened within the window, too. */
function widen(positions: readonly Position[], high: number): number {
  const next = positions.findIndex(({ key }, at) => at > high && key !== null)
  return next === -1 ? positions.length - 1 : next - 1
}

/** If one was answered before another was sent, the ledger has them in that order. */
function faultsOfRealTime(
  accepted: readonly { at: number; sentAt: number; answeredAt: number }[],
): string[] {
  const faults: string[] = []
  let earliestAnswer = Infinity
  for (const { at, sentAt, answeredAt } of accepted.toReversed()) {
    if (earliestAnswer < sentAt) {
      faults.push(`the bid at position ${at} was sent after a later one had been answered`)
    }
    earliestAnswer = Math.min(earliestAnswer, answeredAt)
  }
  return faults
}

function checkAccepted(
  story: Retold,
  at: number,
  { act, bidder, amount }: Attempt,
  reply: Reply,
  aliases: ReadonlyMap<string, string>,
  say: (text: string) => void,
): void {
  const position = story.positions[at]
  if (position === undefined) throw new RangeError('no such position')
  const { state } = position
  const pairs: [string, unknown, unknown][] = [
    [
      'outcome',
      reply.outcome,
      act !== 'place_bid' ? 'bought' : state.leader === bidder ? 'leading' : 'outbid',
    ],
    ...publicState(story, reply, position),
    ['leader', reply.leader, state.leader === null ? null : aliases.get(state.leader)],
    ['your_max_cents', reply.your_max_cents, act === 'place_bid' ? amount : null],
  ]
  for (const [what, is, due] of pairs) {
    if (is !== due) say(`answered ${what} ${String(is)}, true was ${String(due)}`)
  }
}

function publicState(
  { terms, format }: Retold,
  reply: Reply,
  { state, hash, kind }: Position,
): [string, unknown, unknown][] {
  const minimum = format === 'english' ? minimumBid(terms, state) : state.price
  // A descending price moves without events.
  const moves = format === 'descending' && !FINAL.includes(kind)
  return [
    ['seq', reply.seq, state.seq],
    ['version', reply.version, state.seq],
    ['price_cents', moves ? null : reply.price_cents, moves ? null : state.price],
    ['min_bid_cents', moves ? null : reply.min_bid_cents, moves ? null : minimum],
    ['bid_count', reply.bid_count, state.bidCount],
    ['ends_at', Date.parse(reply.ends_at), state.endsAt],
    ['reserve_met', reply.reserve_met, state.reserveMet],
    ['head', reply.head, hash],
  ]
}

/** Why a refusal cannot be true anywhere in its window; null when it can. */
function refusalFault(
  story: Retold,
  { low, high }: { low: number; high: number },
  attempt: Attempt,
  reply: Reply,
): string | null {
  const { terms, positions } = story
  if (reply.seq === 0 && reply.code === 'LOWBD') {
    // Before the opening only the own maximum counts.
    const minimum = Number(reply.detail?.min_cents)
    return low <= 0 && minimum > attempt.amount
      ? null
      : `refused below ${minimum} before the opening`
  }
  const span = positions.slice(Math.max(0, low), high + 1)
  if (reply.code === 'LATEB') {
    // The end is where it ends: whoever was told "over" must not see it go on.
    const end = positions.at(-1)?.state.endsAt ?? 0
    const told = Date.parse(reply.server_time)
    const known = positions.some(
      ({ state }) => state.endsAt === Date.parse(String(reply.detail?.ends_at)),
    )
    // A purchase and a withdrawal end it early.
    if (told < end && !span.some(({ kind }) => FINAL.includes(kind))) {
      return `told that it was over ${end - told} ms before its end`
    }
    if (!known) return `told of an end that never was: ${JSON.stringify(reply.detail)}`
  } else if (reply.code === 'LOWBD') {
    const isRefusedAt = ({ state }: Position) => {
      const decision = decide(terms, state, { ...attempt, at: 0 })
      return decision.outcome === 'refused' && decision.minimum === reply.detail?.min_cents
    }
    if (!span.some(isRefusedAt)) return `refused below ${JSON.stringify(reply.detail)}`
  } else if (reply.code === 'SOLDX' && attempt.act !== 'place_bid') {
    const isGone = ({ kind, state }: Position) =>
      FINAL.includes(kind) ||
      (attempt.act === 'buy_now' && state.leader !== null && state.reserveMet) ||
      (attempt.act === 'buy_units' && Number(reply.detail?.available) < attempt.amount)
    if (!span.some(isGone)) return 'refused as gone while it was there'
  } else if (
    !['NLIVE', 'RTLIM', ...(attempt.act === 'accept_price' ? ['STATE'] : [])].includes(
      String(reply.code),
    )
  ) {
    return `an unexpected refusal ${reply.code}`
  }
  // The state that comes with the refusal is read a moment after the decision.
  const shown = span.find((position) =>
    publicState(story, reply, position).every(([, is, due]) => is === due),
  )
  const isBeforeOpening = reply.seq === 0 && low <= 0
  return shown === undefined && !isBeforeOpening
    ? `showed a state that never was in its time: seq ${reply.seq}, price ${reply.price_cents}`
    : null
}
