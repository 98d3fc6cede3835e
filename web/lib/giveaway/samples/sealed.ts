import { createHash } from 'node:crypto'
import { drawPosition } from '../draw.ts'
import type { DrawExport, EntryRecord } from '../record.ts'

/** A record sealed by hand, with another library than the verifier's, from supabase/README.md alone. */
export const hash = (...parts: (string | Buffer)[]): Buffer =>
  parts
    .reduce<ReturnType<typeof createHash>>((sum, part) => sum.update(part), createHash('sha256'))
    .digest()

const ID = '3f0a91c2-54d1-4c5b-8f3e-0d7a6f1b2c4d'
const SHOW = '0ec03d87-20a4-4abb-97d9-8ccc47a8da61'
const OPENED = '2026-11-25T20:00:00.000+00:00'
const CLOSES = '2026-11-25T20:01:00.000+00:00'
const SEED = hash('a seed').toString('hex')
const ALIASES = ['AAAA0001', 'BBBB0002', 'CCCC0003', 'DDDD0004', 'EEEE0005']

function sealed(present: readonly boolean[]): { record: DrawExport; head: string } {
  const commitment = hash(`blytz-giveaway-seed-v1|${ID}|${SEED}`).toString('hex')
  let head = hash(
    `blytz-giveaway-v1|${ID}|${SHOW}|${Date.parse(OPENED)}|${Date.parse(CLOSES)}|0|A print|${commitment}`,
  )
  const entries = present.map((counted, index): EntryRecord => {
    const entered_at = `2026-11-25T20:00:${String(10 + index)}.250+00:00`
    const alias = ALIASES[index] ?? ''
    head = hash(head, `${index + 1}|${alias}|${Date.parse(entered_at)}`)
    return { position: index + 1, alias, entered_at, counted, hash: head.toString('hex') }
  })
  const giveaway = {
    id: ID,
    show_id: SHOW,
    prize: 'A print',
    followers_only: false,
    status: 'drawn' as const,
    commitment,
    opened_at: OPENED,
    closes_at: CLOSES,
    seed: SEED,
    entries: entries.length,
    head: head.toString('hex'),
    winner_position: null,
    winner: null,
  }
  return { record: { giveaway, entries }, head: head.toString('hex') }
}

/** The record of a draw among five who entered at most; `present` says who was still there. */
export async function drawnRecord(present: readonly boolean[]): Promise<DrawExport> {
  const { record, head } = sealed(present)
  const counted = record.entries.filter((entry) => entry.counted).map((entry) => entry.position)
  const position = await drawPosition(SEED, head, counted)
  const winner = position === null ? null : (ALIASES[position - 1] ?? null)
  return { ...record, giveaway: { ...record.giveaway, winner_position: position, winner } }
}
