import { describe, expect, it } from 'vitest'
import { chapterAt, chaptersTrack, chooseRecording, formatPosition } from './chapters.ts'
import type { Chapter, Recording } from './show-replay.ts'

const chapter = (auction_id: string, offset_ms: number, title = auction_id): Chapter => ({
  ...{ auction_id, offset_ms, title, lot_number: 1, status: 'sold', price_cents: 100 },
  ...{ currency: 'USD', image: null },
})

const recording = (id: string, change: Partial<Recording> = {}): Recording => ({
  ...{ id, status: 'ready', hidden: false, started_at: '', ended_at: '', duration_ms: 60_000 },
  ...{ path: id, captions: false, chapters: [] },
  ...change,
})

describe('formatPosition', () => {
  it.each([
    [0, '0:00'],
    [65_999, '1:05'],
    [3_729_000, '1:02:09'],
    [-5, '0:00'],
  ])('%d ms is %s', (ms, text) => expect(formatPosition(ms)).toBe(text))
})

describe('chapterAt', () => {
  const chapters = [chapter('a', 1000), chapter('b', 5000)]
  it.each([
    [0, null],
    [1000, 'a'],
    [4999, 'a'],
    [90_000, 'b'],
  ])('at %d ms is %s', (ms, id) => expect(chapterAt(chapters, ms)?.auction_id ?? null).toBe(id))
})

describe('chooseRecording', () => {
  it('takes the longest that can be watched, else the last', () => {
    const failed = recording('f', { status: 'failed', duration_ms: null, path: null })
    const long = recording('long', { duration_ms: 90_000 })
    expect(chooseRecording([recording('short'), long, failed])?.id).toBe('long')
    expect(chooseRecording([failed])?.id).toBe('f')
    expect(chooseRecording([])).toBeNull()
  })
})

describe('chaptersTrack', () => {
  it('has a cue for each lot, from its opening to the next one’s, to the end', () => {
    const chapters = [chapter('a', 0, 'Watch'), chapter('b', 5250, 'Bag')]
    expect(chaptersTrack(recording('r', { chapters }))).toBe(
      'WEBVTT\n\n00:00:00.000 --> 00:00:05.250\nLot 1: Watch\n\n00:00:05.250 --> 00:01:00.000\nLot 1: Bag',
    )
  })

  it('lets no title end its cue or begin another', () => {
    const title = 'Bag\n\n00:00:01.000 --> 00:00:02.000\n<v Ada>&'
    const track = chaptersTrack(recording('r', { chapters: [chapter('a', 0, title)] }))
    expect(track.split('\n\n')).toHaveLength(2)
    expect(track.match(/-->/g)).toHaveLength(1)
    expect(track).not.toMatch(/[<&]/)
  })
})
