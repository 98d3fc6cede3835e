import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sampleLot, sampleShow, sampleShowSnapshot } from '../state/samples.ts'
import { bidOf, type Dice, gather } from './crowd.ts'
import * as rehearsal from './rehearsal.ts'

const NOW = Date.parse('2026-11-25T12:00:00.000Z')
const waiting = (change: Parameters<typeof sampleLot>[0] = {}) =>
  sampleLot({
    status: 'scheduled',
    version: 0,
    bid_count: 0,
    leader: null,
    ends_at: null,
    ...change,
  })
const source = sampleShowSnapshot({
  show: sampleShow({ status: 'scheduled', current_auction_id: null }),
  lots: [waiting(), waiting({ id: 'lot-2', lot_number: 2, title: 'Second' })],
})
const begun = () => rehearsal.begin(source, NOW)
const lot = (of: rehearsal.Rehearsal, id = 'lot-1') => of.lots.find((each) => each.id === id)

/** Always the same throws. */
function dice(seed = 7): Dice {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}

describe('a rehearsal', () => {
  it('is live at once, on the waiting lots alone', () => {
    const ended = sampleLot({ id: 'lot-0', status: 'sold' })
    const begun = rehearsal.begin({ ...source, lots: [ended, ...source.lots] }, NOW)
    expect(begun.show.status).toBe('live')
    expect(begun.lots.map(({ id }) => id)).toEqual(['lot-1', 'lot-2'])
  })

  it('opens one lot at a time, extends it for late bids and sells it to the leader', () => {
    let now = rehearsal.open(begun(), 'lot-1', 30, NOW)
    expect(rehearsal.open(now, 'lot-2', 30, NOW)).toBe(now)
    now = rehearsal.bid(now, 'AAAA', 1000, NOW + 25_000)
    expect(lot(now)).toMatchObject({ price_cents: 1000, leader: 'AAAA', version: 2 })
    expect(lot(now)?.ends_at).toBe(new Date(NOW + 35_000).toISOString())
    expect(rehearsal.closeDue(now, NOW + 34_999)).toBe(now)
    now = rehearsal.closeDue(now, NOW + 35_000)
    expect(lot(now)).toMatchObject({ status: 'sold', version: 3 })
    expect(now.show.current_auction_id).toBeNull()
  })

  it('refuses bids below the ladder, after the end, and without an open lot', () => {
    const open = rehearsal.bid(rehearsal.open(begun(), 'lot-1', 30, NOW), 'AAAA', 1000, NOW)
    expect(rehearsal.bid(open, 'BBBB', 1099, NOW)).toBe(open)
    expect(rehearsal.bid(open, 'BBBB', 1100, NOW + 30_000)).toBe(open)
    const idle = begun()
    expect(rehearsal.bid(idle, 'BBBB', 1100, NOW)).toBe(idle)
  })

  it('passes a lot only while nobody has bid', () => {
    const open = rehearsal.open(begun(), 'lot-1', 30, NOW)
    expect(lot(rehearsal.pass(open, 'lot-1', NOW))?.status).toBe('cancelled')
    const taken = rehearsal.bid(open, 'AAAA', 1000, NOW)
    expect(rehearsal.pass(taken, 'lot-1', NOW)).toBe(taken)
  })

  it('gives time, never after the end', () => {
    const open = rehearsal.open(begun(), 'lot-1', 30, NOW)
    expect(lot(rehearsal.extend(open, 'lot-1', 10, NOW))?.ends_at).toBe(
      new Date(NOW + 40_000).toISOString(),
    )
    expect(rehearsal.extend(open, 'lot-1', 10, NOW + 30_000)).toBe(open)
  })

  it('reorders, changes, removes and adds lots, and ends', () => {
    let now = rehearsal.reorder(begun(), ['lot-2', 'lot-1'])
    expect(now.lots.map(({ id, lot_number }) => [id, lot_number])).toEqual([
      ['lot-2', 1],
      ['lot-1', 2],
    ])
    now = rehearsal.update(now, 'lot-2', { title: 'Other', startingPriceCents: 500 })
    expect(lot(now, 'lot-2')).toMatchObject({ title: 'Other', min_bid_cents: 500 })
    const quick = { title: 'Vase', startingPriceCents: 100, durationSeconds: 15, open: false }
    now = rehearsal.add(rehearsal.remove(now, 'lot-1'), 'lot-9', quick)
    expect(now.lots.map(({ title }) => title)).toEqual(['Other', 'Vase'])
    now = rehearsal.watch(rehearsal.pin(now, 'lot-9'), 12)
    expect(now.show).toMatchObject({ pinned_auction_id: 'lot-9', viewers: 12 })
    expect(rehearsal.end(now, NOW).show.status).toBe('ended')
  })
})

describe('the crowd', () => {
  it('bids by the rules until nobody wants it any more', () => {
    const throws = dice()
    const crowd = gather(throws)
    expect(new Set(crowd.map(({ alias }) => alias)).size).toBe(crowd.length)
    let now = rehearsal.open(begun(), 'lot-1', 600, NOW)
    for (let beat = 0; beat < 500; beat += 1) {
      const open = rehearsal.openOne(now)
      if (open === undefined) throw new Error('the lot closed')
      const wanted = bidOf(crowd, open, NOW + beat * 600, throws)
      if (wanted === null) continue
      expect(wanted.alias).not.toBe(open.leader)
      const after = rehearsal.bid(now, wanted.alias, wanted.cents, NOW + beat * 600)
      expect(after).not.toBe(now)
      now = after
    }
    const most = Math.max(...crowd.map(({ appetite }) => appetite))
    expect(lot(now)?.bid_count).toBeGreaterThan(3)
    expect(lot(now)?.price_cents).toBeLessThan(1000 * most + 1000)
  })

  it('does not bid on a lot that is over', () => {
    const open = rehearsal.openOne(rehearsal.open(begun(), 'lot-1', 30, NOW))
    if (open === undefined) throw new Error('not open')
    expect(bidOf(gather(dice()), open, NOW + 30_000, () => 0)).toBeNull()
  })
})

/** Every module that these files reach at run time; types alone reach nothing. */
function reachable(entries: readonly string[]): Set<string> {
  const found = new Set<string>()
  const visit = (file: string): void => {
    if (found.has(file)) return
    found.add(file)
    const source = readFileSync(file, 'utf8')
    for (const [, clause = '', path = ''] of source.matchAll(
      /(?:import|export)\s+([^'"]*?)\s*from\s+'(\.[^']+)'/g,
    )) {
      const names = clause.replace(/[{}]/g, '').split(',')
      const typesOnly =
        clause.startsWith('type ') ||
        (clause.startsWith('{') && names.every((name) => /^\s*(type\s|$)/.test(name)))
      if (!typesOnly && /\.tsx?$/.test(path)) visit(resolve(dirname(file), path))
    }
  }
  for (const entry of entries) visit(entry)
  return found
}

describe('what a rehearsal can reach', () => {
  const here = import.meta.dirname
  const client = resolve(here, '../../../lib/client.ts')
  /** The page reads the show once; the console shows it. Everything else decides what happens. */
  const engine = readdirSync(here)
    .filter((file) => file.endsWith('.ts') && !file.includes('.test.'))
    .map((file) => join(here, file))

  it('is no server: its state, its crowd and its commands import no client', () => {
    expect(engine.map((file) => file.slice(here.length + 1)).sort()).toEqual([
      'crowd.ts',
      'rehearsal-commands.ts',
      'rehearsal-session.ts',
      'rehearsal.ts',
    ])
    expect(reachable(engine).has(client)).toBe(false)
    // The same search does find the client behind the real console.
    expect(reachable([resolve(here, '../host/use-host-commands.ts')]).has(client)).toBe(true)
  })

  it('holds for the whole console too: only the camera is loaded later', () => {
    const reached = reachable([join(here, 'rehearsal-console.tsx')])
    const calls = [...reached].filter((file) =>
      /\bclient\s*\.(rpc|from|channel|functions)\b/.test(readFileSync(file, 'utf8')),
    )
    expect(calls).toEqual([])
  })
})
