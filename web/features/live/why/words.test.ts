import { describe, expect, it } from 'vitest'
import { sampleLot, sampleYou } from '../state/samples.ts'
import type { Lot } from '../state/shapes.ts'
import { refused, taken } from './samples.ts'
import { marksOf, placed } from './timeline.ts'
import { factsOf } from './try-card.tsx'
import { spanText, verdictOf, wordsOf } from './words.ts'

const lot = sampleLot()

describe('a span', () => {
  it.each([
    [38, '38 ms'],
    [-38, '38 ms'],
    [999, '999 ms'],
    [4200, '4.2 s'],
    [192_000, '3 min 12 s'],
    [7_500_000, '2 h 5 min'],
  ])('of %i is %s', (ms, text) => expect(spanText(ms)).toBe(text))
})

describe('a try in words', () => {
  it.each([
    ['too late', refused(), '$24 came 38 ms too late', 'Only our clock counts'],
    [
      'too low',
      refused({ code: 'LOWBD', price_cents: 2500, min_bid_cents: 2600, ms_before_end: 900 }),
      '$24 was below the minimum of $26',
      'the price stood at $25',
    ],
    [
      'refused for another reason',
      refused({ code: 'NOCRD' }),
      '$24 was not taken: a card is needed to bid',
      'not placed',
    ],
    [
      'beaten at once',
      taken({ outcome: 'outbid', rule: 'beaten_by_maximum' }),
      'Up to $50 was beaten at once',
      'higher maximum before you',
    ],
    [
      'a tie',
      taken({ outcome: 'outbid', rule: 'tie_to_the_earlier' }),
      'Up to $50 tied, and the earlier one counts',
      'the first to arrive leads',
    ],
    ['leading', taken(), 'Up to $50 took the lead', 'the price went from $23 to $24'],
    ['the first', taken({ rule: 'first_bid' }), 'Up to $50 took the lead', 'It was the first bid'],
    [
      'a jump of the leader',
      taken({ rule: 'raised_own', is_max: false }),
      '$50 took the lead',
      'You led already',
    ],
    [
      'overtaken',
      taken({}, true),
      'Up to $50 led, until somebody went higher',
      'took the lead away, at $51',
    ],
    ['taken back', taken({ withdrawn: true }), 'Up to $50 was taken back', 'never been made'],
  ])('that was %s', (_what, one, title, text) => {
    const words = wordsOf(lot, one)
    expect(words.title).toBe(title)
    expect(words.text).toContain(text)
  })
})

describe('the verdict', () => {
  const mine = sampleYou({ max_cents: 5000 })
  const sold: Partial<Lot> = { status: 'sold', price_cents: 5100, leader: 'FFFF0000' }
  it.each<[string, Partial<Lot>, ReturnType<typeof taken>[], string]>([
    [
      'outbid in the end',
      { ...sold, you: mine },
      [taken({}, true)],
      'Somebody went higher: it sold for $51, and the most you had said was $50.',
    ],
    [
      'too late',
      { ...sold, you: mine },
      [refused(), taken({}, true)],
      'Your last bid came 38 ms after the end. It sold for $51.',
    ],
    [
      'without a bid that was taken',
      sold,
      [refused({ code: 'LOWBD' })],
      'No bid of yours was taken. It sold for $51.',
    ],
    ['won', { ...sold, leader: mine.alias, you: mine }, [taken()], 'You won, for $51.'],
    [
      'below the reserve',
      { status: 'unsold', you: mine },
      [taken()],
      'The highest bid, $23, was below the seller’s secret minimum.',
    ],
    ['without any bid', { status: 'unsold', bid_count: 0 }, [], 'Nobody’s bid was taken'],
    ['called off', { status: 'cancelled', you: mine }, [taken()], 'It was called off'],
    ['leading', { leader: mine.alias, you: mine }, [taken()], 'You lead, at $23.'],
    [
      'outbid',
      { you: mine },
      [taken({}, true)],
      'Somebody leads at $23; the most you have said is $50.',
    ],
    ['refused so far', {}, [refused({ code: 'LOWBD' })], 'No bid of yours was taken so far.'],
  ])('when %s', (_what, change, tries, text) => {
    expect(verdictOf(sampleLot(change), tries)).toContain(text)
  })
})

describe('the figures', () => {
  it('are what the server knew, and what the device measured', () => {
    expect(factsOf(lot, taken())).toEqual([
      ['Price before', '$23'],
      ['Price after', '$24'],
      ['Least that would have counted', '$24'],
      ['Before the end', '4.0 s'],
      ['Time it added for everybody', '6.0 s'],
      ['There and back, by your device', '84 ms'],
    ])
    expect(factsOf(lot, refused())).toContainEqual(['After the end', '38 ms'])
  })
})

describe('the timeline', () => {
  it('has every moment in its order, with the tap half a round trip before the arrival', () => {
    const marks = marksOf(taken())
    expect(marks.map(({ what }) => what)).toEqual(['sent', 'received', 'turn', 'end'])
    expect((marks[1]?.at ?? 0) - (marks[0]?.at ?? 0)).toBe(42)
    expect(marksOf(refused()).map(({ what }) => what)).toEqual(['end', 'received', 'turn'])
    expect(marksOf(refused({ locked_at: null })).at(-1)?.label).toBe('Refused without waiting')
  })

  it('of a maximum left before the opening begins with it', () => {
    expect(marksOf(taken({ received_at: null })).map(({ label }) => label)).toEqual([
      'The auction opened',
      'End, as it stood then',
    ])
  })

  it('is drawn to scale where a millisecond can be seen', () => {
    const drawn = placed(marksOf(refused()))
    expect(drawn?.map(({ x }) => x)).toEqual([0, 30 / 38, 1])
    expect(placed(marksOf(taken({ ends_at: '2026-11-23T13:00:00.000Z' })))).toBeNull()
    expect(placed([])).toBeNull()
  })
})
