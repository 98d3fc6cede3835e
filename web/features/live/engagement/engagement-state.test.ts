import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold } from '../state/fold.ts'
import type { LiveAction } from '../state/reducer.ts'
import {
  sampleEngagement,
  sampleGiveaway,
  samplePoll,
  sampleShowSnapshot,
} from '../state/samples.ts'
import { mergeGiveaway, mergePoll } from './engagement-state.ts'

const you = { position: 2, alias: 'AB12CD34', won: false }
const drawn = sampleGiveaway({
  status: 'drawn',
  entries: 4,
  winner_position: 2,
  winner: 'AB12CD34',
  finished_at: '2026-11-23T12:01:05.000Z',
  version: 6,
})

describe('a giveaway by versions', () => {
  it('counts entries, keeps the own entry, and takes no step back', () => {
    const mine = sampleGiveaway({ you })
    const counted = mergeGiveaway(mine, { id: mine.id, version: 5, entries: 4 })
    expect(counted).toMatchObject({ entries: 4, version: 5, you })
    expect(mergeGiveaway(counted, { id: mine.id, version: 4, entries: 3 })).toMatchObject({
      entries: 4,
    })
    const { you: _, ...broadcast } = drawn
    expect(mergeGiveaway(counted, broadcast)).toMatchObject({ status: 'drawn', you })
  })

  it('takes the own entry from a reply that is older than the last broadcast', () => {
    const counted = sampleGiveaway({ version: 9, entries: 8 })
    const reply = sampleGiveaway({ version: 4, entries: 3, you })
    expect(mergeGiveaway(counted, reply)).toMatchObject({ version: 9, entries: 8, you })
  })

  it('asks for a snapshot when only a number of an unknown one is known', () => {
    expect(mergeGiveaway(null, { id: 'other', version: 2, entries: 1 })).toBeNull()
    expect(mergeGiveaway(drawn, { id: 'other', version: 2, entries: 1 })).toBeNull()
    expect(mergeGiveaway(drawn, sampleGiveaway({ id: 'other' }))).toMatchObject({ id: 'other' })
    const before = fold([
      {
        type: 'show snapshot',
        snapshot: sampleShowSnapshot({ engagement: sampleEngagement({ giveaway: drawn }) }),
      },
    ])
    const event = { id: 'other', version: 2, entries: 1 }
    const after = fold([{ type: 'giveaway', giveaway: event }], before)
    expect(after.snapshotWanted).toBe(before.snapshotWanted + 1)
    expect(after.engagement?.giveaway).toEqual(before.engagement?.giveaway)
  })

  it('ends in the same state whatever the order of broadcasts and replies', () => {
    const opened = sampleShowSnapshot({
      engagement: sampleEngagement({ giveaway: sampleGiveaway({ version: 1, entries: 0 }) }),
    })
    const { you: _, ...end } = drawn
    const actions: LiveAction[] = [
      { type: 'giveaway', giveaway: { id: drawn.id, version: 2, entries: 1 } },
      { type: 'giveaway', giveaway: sampleGiveaway({ version: 3, entries: 2, you }) },
      { type: 'giveaway', giveaway: { id: drawn.id, version: 5, entries: 4 } },
      { type: 'giveaway', giveaway: end },
    ]
    const start = fold([{ type: 'show snapshot', snapshot: opened }])
    fc.assert(
      fc.property(fc.shuffledSubarray(actions, { minLength: actions.length }), (order) => {
        expect(fold(order, start).engagement?.giveaway).toMatchObject({ ...end, you })
      }),
    )
  })
})

describe('a poll by versions', () => {
  it('counts votes and keeps the own choice', () => {
    const mine = samplePoll({ your_choice: 2 })
    const counted = mergePoll(mine, {
      id: mine.id,
      version: 3,
      status: 'closed',
      tallies: [4, 5],
      closes_at: mine.closes_at,
    })
    expect(counted).toMatchObject({ tallies: [4, 5], status: 'closed', your_choice: 2 })
    expect(mergePoll(counted, mine)).toMatchObject({ tallies: [4, 5] })
    expect(mergePoll(null, { ...mine, id: 'other' })).toMatchObject({ id: 'other' })
  })

  it('is kept by a snapshot that was under way while a vote was counted', () => {
    const voted = samplePoll({ version: 5, tallies: [2, 6], your_choice: 1 })
    const late = sampleShowSnapshot({ engagement: sampleEngagement({ poll: samplePoll() }) })
    const state = fold([
      { type: 'show snapshot', snapshot: late },
      { type: 'poll', poll: voted },
      { type: 'show snapshot', snapshot: late },
    ])
    expect(state.engagement?.poll).toMatchObject({ tallies: [2, 6], your_choice: 1 })
  })
})
