import { beforeAll, describe, expect, it } from 'vitest'
import type { DrawExport, EntryRecord } from './record.ts'
import { drawnRecord, hash } from './samples/sealed.ts'
import { verifyDraw } from './verify.ts'

let good: DrawExport
beforeAll(async () => {
  good = await drawnRecord([true, false, true, true, true])
})

const withGiveaway = (change: Partial<DrawExport['giveaway']>): DrawExport => ({
  ...good,
  giveaway: { ...good.giveaway, ...change },
})
const withEntry = (index: number, change: Partial<EntryRecord>): DrawExport => ({
  ...good,
  entries: good.entries.map((entry, at) => (at === index ? { ...entry, ...change } : entry)),
})

describe('a good record', () => {
  it('is good, with entries, those that counted, and the winner', async () => {
    const verdict = await verifyDraw(good, {
      commitment: good.giveaway.commitment,
      entry: { position: 3, alias: 'CCCC0003' },
    })
    expect(verdict).toEqual({
      ok: true,
      entries: 5,
      counted: 4,
      winner: good.giveaway.winner_position,
    })
  })

  it('may have no winner: nobody entered, or nobody was there', async () => {
    expect(await verifyDraw(await drawnRecord([]))).toMatchObject({ ok: true, winner: null })
    expect(await verifyDraw(await drawnRecord([false, false]))).toMatchObject({
      ok: true,
      winner: null,
    })
  })

  it('may carry what the table has besides', async () => {
    const more = {
      ...good,
      giveaway: { ...good.giveaway, finished_at: good.giveaway.closes_at },
      exported: 1,
    }
    expect(await verifyDraw(more)).toMatchObject({ ok: true })
  })
})

describe('tampering', () => {
  const other = hash('another').toString('hex')
  it.each<[string, () => unknown, string]>([
    ['no record', () => null, 'record'],
    ['a record of another shape', () => ({ giveaway: good.giveaway }), 'record'],
    ['an open giveaway', () => withGiveaway({ status: 'open', seed: null }), 'record'],
    ['one that was called off', () => withGiveaway({ status: 'cancelled' }), 'record'],
    ['a time that is none', () => withGiveaway({ closes_at: 'later' }), 'record'],
    ['another seed', () => withGiveaway({ seed: other }), 'commitment'],
    ['another commitment', () => withGiveaway({ commitment: other }), 'commitment'],
    ['another prize', () => withGiveaway({ prize: 'A pencil' }), 'entries'],
    ['a longer time', () => withGiveaway({ closes_at: good.giveaway.opened_at }), 'entries'],
    ['other conditions', () => withGiveaway({ followers_only: true }), 'entries'],
    ['another show', () => withGiveaway({ show_id: good.giveaway.id }), 'entries'],
    ['another head', () => withGiveaway({ head: other }), 'entries'],
    ['another alias', () => withEntry(2, { alias: 'FFFF0006' }), 'entries'],
    ['another moment', () => withEntry(2, { entered_at: good.giveaway.opened_at }), 'entries'],
    ['another place', () => withEntry(2, { position: 9 }), 'entries'],
    ['an undecided entry', () => withEntry(2, { counted: null }), 'entries'],
    ['a missing entry', () => ({ ...good, entries: good.entries.slice(1) }), 'entries'],
    [
      'the last entry gone, and the number with it',
      () => ({ giveaway: { ...good.giveaway, entries: 4 }, entries: good.entries.slice(0, 4) }),
      'entries',
    ],
    [
      'entries in another order',
      () => ({ ...good, entries: good.entries.toReversed() }),
      'entries',
    ],
    ['another winner', () => withGiveaway({ winner_position: 2, winner: 'BBBB0002' }), 'draw'],
    ['another name for the winner', () => withGiveaway({ winner: 'BBBB0002' }), 'draw'],
    ['no winner', () => withGiveaway({ winner_position: null, winner: null }), 'draw'],
  ])('%s is found', async (_what, tampered, check) => {
    expect(await verifyDraw(tampered())).toMatchObject({ ok: false, fault: { check } })
  })

  it('a whole new history is found by whoever kept the commitment or entered', async () => {
    expect(await verifyDraw(good, { commitment: other })).toMatchObject({
      fault: { check: 'witness' },
    })
    for (const entry of [
      { position: 3, alias: 'FFFF0006' },
      { position: 6, alias: 'CCCC0003' },
    ]) {
      expect(await verifyDraw(good, { entry })).toMatchObject({ fault: { check: 'witness' } })
    }
  })
})
