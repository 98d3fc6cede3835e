import { stepAbove } from '../bidding/ladder.ts'
import type { Lot } from '../state/shapes.ts'

/** People who are not there: they bid like an audience does, and their money does not exist. */
export interface Bot {
  alias: string
  /** What a thing is worth to them, as a multiple of its start. */
  appetite: number
}

/** Between 0 and 1, like Math.random. */
export type Dice = () => number

const CROWD = 14
const MOST_TIMES_THE_START = 7

export function gather(dice: Dice): Bot[] {
  return Array.from({ length: CROWD }, () => ({
    alias: Math.floor(dice() * 0xffffffff)
      .toString(16)
      .toUpperCase()
      .padStart(8, '0'),
    // Most want a bargain, a few want the thing.
    appetite: 1 + dice() * dice() * MOST_TIMES_THE_START,
  }))
}

/** How eager a crowd is, by the time left: at the beginning, and when it is about to be too late. */
function eagerness(leftMs: number): number {
  return leftMs < 8_000 ? 0.75 : 0.45
}

/** The bid that somebody gives at this moment, or null: nobody wants it, or nobody is quick. */
export function bidOf(
  crowd: readonly Bot[],
  lot: Lot,
  nowMs: number,
  dice: Dice,
): { alias: string; cents: number } | null {
  const leftMs = Date.parse(lot.ends_at ?? '') - nowMs
  if (!(leftMs > 0) || dice() > eagerness(leftMs)) return null
  const cents = lot.min_bid_cents
  const willing = crowd.filter(
    (bot) => bot.alias !== lot.leader && bot.appetite * lot.starting_price_cents >= cents,
  )
  const bot = willing[Math.floor(dice() * willing.length)]
  if (bot === undefined) return null
  const leaps = dice() < 0.15
  return { alias: bot.alias, cents: leaps ? cents + stepAbove(cents, lot.increment) : cents }
}

const LINES = [
  'hi from the sofa',
  'can you turn it around?',
  'what is the condition?',
  'love that one',
  'going going…',
  'is shipping combined?',
  'wow',
  'first show, how does this work?',
  'that is a steal',
  'next one please!',
]
const NAMES = ['practice_pia', 'dry_run_dan', 'test_tess', 'rehearsal_ray']

/** Something that somebody says, now and then. */
export function lineOf(dice: Dice): { username: string; body: string } | null {
  if (dice() > 0.18) return null
  return {
    username: NAMES[Math.floor(dice() * NAMES.length)] ?? 'practice_pia',
    body: LINES[Math.floor(dice() * LINES.length)] ?? 'hello',
  }
}
