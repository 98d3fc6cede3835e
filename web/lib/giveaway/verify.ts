/** Checks a draw with nothing but its public record. Shares no code with the database; runs wherever there is Web Crypto. */
import { toHex } from '../ledger/bytes.ts'
import { parseInstant } from '../ledger/instant.ts'
import { commitmentTo, drawPosition, genesisOf, linkOf } from './draw.ts'
import {
  type DrawExport,
  drawExportSchema,
  type EntryRecord,
  type GiveawayRecord,
} from './record.ts'

/**
 * What is checked, in this order: `record` it is complete and over · `commitment` the seed is the one that was fixed at
 * the opening · `entries` nothing was added, taken away or moved · `witness` it is the giveaway that the caller was
 * shown · `draw` the winner follows from seed and entries.
 */
export const DRAW_CHECKS = ['record', 'commitment', 'entries', 'witness', 'draw'] as const
export type DrawCheck = (typeof DRAW_CHECKS)[number]

export interface DrawFault {
  check: DrawCheck
  /** For people. */
  message: string
}

export interface DrawVerdict {
  ok: boolean
  /** The first check that failed; absent when `ok`. */
  fault?: DrawFault
  /** How many entered, and how many of them were still there at the draw. */
  entries: number
  counted: number
  /** The winner's position; null when nobody was there to win. */
  winner: number | null
}

/** What somebody saw while the giveaway was open, from a source other than the record. */
export interface DrawWitness {
  commitment?: string | undefined
  /** The caller's own entry. */
  entry?: { position: number; alias: string } | undefined
}

class Broken extends Error {
  readonly check: DrawCheck
  constructor(check: DrawCheck, message: string) {
    super(message)
    this.check = check
  }
}

function insist(holds: boolean, check: DrawCheck, message: string): asserts holds {
  if (!holds) throw new Broken(check, message)
}

/** Never rejects over what the record holds, whatever it holds: the first fault is in the verdict. */
export async function verifyDraw(record: unknown, witness: DrawWitness = {}): Promise<DrawVerdict> {
  const found: DrawVerdict = { ok: false, entries: 0, counted: 0, winner: null }
  try {
    const { giveaway, entries } = complete(record)
    found.entries = entries.length
    await insistOnCommitment(giveaway)
    const head = await chainOf(giveaway, entries)
    insistOnWitness(giveaway, entries, witness)
    const counted = entries.filter((entry) => entry.counted === true)
    found.counted = counted.length
    found.winner = await drawPosition(
      giveaway.seed,
      head,
      counted.map((entry) => entry.position),
    )
    insistOnWinner(giveaway, entries, found.winner)
    return { ...found, ok: true }
  } catch (error) {
    if (!(error instanceof Broken)) throw error
    return { ...found, fault: { check: error.check, message: error.message } }
  }
}

type Ended = GiveawayRecord & { seed: string }

function complete(record: unknown): { giveaway: Ended; entries: EntryRecord[] } {
  const parsed = drawExportSchema.safeParse(record)
  insist(parsed.success, 'record', 'The record is not complete or not well formed.')
  const { giveaway, entries }: DrawExport = parsed.data
  const { seed, status } = giveaway
  insist(
    status !== 'open' && seed !== null,
    'record',
    'The draw is not over: there is no seed yet.',
  )
  insist(status === 'drawn', 'record', 'The giveaway was called off: there was no draw.')
  const moments = [
    giveaway.opened_at,
    giveaway.closes_at,
    ...entries.map((each) => each.entered_at),
  ]
  insist(
    moments.every((moment) => parseInstant(moment) !== null),
    'record',
    'A time in the record is not an exact moment.',
  )
  insist(
    entries.length === giveaway.entries,
    'entries',
    `The record speaks of ${giveaway.entries} entries and holds ${entries.length}.`,
  )
  return { giveaway: { ...giveaway, seed }, entries }
}

async function insistOnCommitment({ id, seed, commitment }: Ended): Promise<void> {
  insist(
    (await commitmentTo(id, seed)) === commitment,
    'commitment',
    'The seed is not the one whose hash was published at the opening.',
  )
}

async function chainOf(giveaway: Ended, entries: readonly EntryRecord[]): Promise<string> {
  let head = await genesisOf(giveaway)
  for (const [index, entry] of entries.entries()) {
    const due = index + 1
    insist(entry.position === due, 'entries', `Entry ${due} is missing or out of place.`)
    insist(
      entry.counted !== null,
      'entries',
      `Entry ${due} took no part in the draw, nor was it left out.`,
    )
    head = await linkOf(head, entry)
    insist(toHex(head) === entry.hash, 'entries', `Entry ${due} was changed after it was sealed.`)
  }
  insist(
    toHex(head) === giveaway.head,
    'entries',
    'The entries do not end with the published head.',
  )
  return toHex(head)
}

function insistOnWitness(
  giveaway: Ended,
  entries: readonly EntryRecord[],
  { commitment, entry }: DrawWitness,
): void {
  insist(
    commitment === undefined || commitment === giveaway.commitment,
    'witness',
    'The commitment is not the one that you were shown.',
  )
  insist(
    entry === undefined || entries[entry.position - 1]?.alias === entry.alias,
    'witness',
    'Your own entry is not in it.',
  )
}

function insistOnWinner(
  giveaway: Ended,
  entries: readonly EntryRecord[],
  position: number | null,
): void {
  const drawn = position === null ? null : entries[position - 1]
  insist(
    giveaway.winner_position === position && giveaway.winner === (drawn?.alias ?? null),
    'draw',
    position === null
      ? 'A winner is named although nobody was there to win.'
      : `Seed and entries name entry ${position}, not entry ${giveaway.winner_position ?? 'none'}.`,
  )
}
