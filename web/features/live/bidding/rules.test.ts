import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { LADDER, sampleLot, sampleYou } from '../state/samples.ts'
import { announcementOf, weightiest } from './announcements.ts'
import { giveFeedback } from './feedback.ts'
import { checkAmount, looksLikeSlip, lowestBid, presetsAbove, stepAbove } from './ladder.ts'
import { momentsBetween } from './moments.ts'
import { setSound, soundIsOn } from './sound.ts'

describe('the ladder', () => {
  it('gives the step above a price (RULES: Increments)', () => {
    expect([0, 2999, 3000, 4999, 5000, 999_999].map((price) => stepAbove(price, LADDER))).toEqual([
      100, 100, 200, 200, 300, 500,
    ])
  })

  it('offers amounts on its rungs, rising from the lowest bid', () => {
    expect(presetsAbove(2400, LADDER)).toEqual([2400, 2500, 2700, 3000])
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (lowest) => {
        const presets = presetsAbove(lowest, LADDER)
        expect(presets[0]).toBe(lowest)
        expect(presets).toEqual([...new Set(presets)].sort((a, b) => a - b))
      }),
    )
  })
})

describe('the lowest bid', () => {
  it('is the public minimum for everybody but the leader', () => {
    expect(lowestBid(sampleLot(), true)).toBe(2400)
    expect(lowestBid(sampleLot({ you: null }), true)).toBe(2400)
  })

  it('is a cent above the own maximum for the leader, and on the ladder for a jump', () => {
    const lot = sampleLot({ leader: 'AB12CD34', you: sampleYou({ max_cents: 2350 }) })
    expect(lowestBid(lot, true)).toBe(2351)
    expect(lowestBid(lot, false)).toBe(2400)
  })
})

describe('an amount that was typed', () => {
  it('is taken in cents', () => {
    expect(checkAmount('$24.50', 'USD', 2400)).toEqual({ cents: 2450, problem: null })
  })

  it.each([
    ['', 'Enter an amount such as $24.'],
    ['twenty', 'Enter an amount such as $24.'],
    ['23.99', 'The lowest bid is $24.'],
  ])('is refused with a reason: %j', (text, problem) => {
    expect(checkAmount(text, 'USD', 2400)).toEqual({ cents: null, problem })
  })

  it('is questioned when it looks like a slip of the finger', () => {
    expect(looksLikeSlip(240_000, 2400)).toBe(true)
    expect(looksLikeSlip(4800, 2400)).toBe(false)
    expect(looksLikeSlip(500, 100)).toBe(false)
  })
})

describe('moments', () => {
  const leading = sampleLot({ leader: 'AB12CD34', you: sampleYou({ max_cents: 2300 }) })

  it('are none between equal, older or different lots', () => {
    expect(momentsBetween(leading, leading)).toEqual([])
    expect(momentsBetween(leading, { ...leading, version: 1, price_cents: 9000 })).toEqual([])
    expect(momentsBetween(leading, { ...leading, id: 'other', price_cents: 9000 })).toEqual([])
  })

  it('tell of being outbid before the price', () => {
    const moments = momentsBetween(leading, {
      ...leading,
      version: 6,
      price_cents: 2400,
      leader: 'X',
    })
    expect(moments).toEqual(['price', 'outbid'])
    expect(weightiest(moments)).toBe('outbid')
  })

  it('tell of added time, of the opening and of the end', () => {
    const extended = { ...leading, version: 6, ends_at: '2026-11-23T12:02:00.000Z' }
    expect(momentsBetween(leading, extended)).toEqual(['extended'])
    const waiting = sampleLot({ status: 'scheduled', version: 0, ends_at: null })
    expect(momentsBetween(waiting, sampleLot({ version: 1, bid_count: 5 }))).toContain('opened')
    expect(momentsBetween(leading, { ...leading, version: 6, status: 'sold' })).toEqual(['won'])
    const other = sampleLot()
    expect(momentsBetween(other, { ...other, version: 6, status: 'sold' })).toEqual(['sold'])
    expect(momentsBetween(other, { ...other, version: 6, status: 'unsold' })).toEqual(['unsold'])
    expect(weightiest([])).toBeNull()
  })
})

describe('announcements', () => {
  const lot = sampleLot()

  it('interrupt only for what costs or wins something', () => {
    const moments = [
      'opened',
      'price',
      'leading',
      'outbid',
      'extended',
      'won',
      'lost',
      'sold',
      'unsold',
    ] as const
    const assertive = moments.filter((moment) => announcementOf(moment, lot)?.assertive === true)
    expect(assertive).toEqual(['outbid', 'won'])
    for (const moment of moments) expect(announcementOf(moment, lot)?.text).not.toBe('')
  })

  it('do not say that somebody won what was not sold', () => {
    expect(announcementOf('lost', sampleLot({ status: 'unsold' }))?.text).toContain('was not sold')
    expect(announcementOf('lost', sampleLot({ status: 'sold' }))?.text).toContain('somebody else')
  })
})

describe('feedback', () => {
  afterEach(() => {
    localStorage.clear()
    vi.unstubAllGlobals()
  })

  it('vibrates after the first tap, and is silent until sound is switched on', () => {
    const vibrate = vi.fn(() => true)
    const userActivation = { hasBeenActive: false }
    vi.stubGlobal('navigator', { vibrate, userActivation })
    const tones: number[] = []
    vi.stubGlobal(
      'AudioContext',
      class {
        currentTime = 0
        destination = {}
        createOscillator() {
          const node = {
            frequency: { value: 0 },
            connect: (next: unknown) => next,
            start: () => tones.push(node.frequency.value),
            stop: () => undefined,
          }
          return node
        }
        createGain() {
          const ramp = {
            setValueAtTime: () => undefined,
            exponentialRampToValueAtTime: () => undefined,
          }
          return { gain: ramp, connect: (next: unknown) => next }
        }
      },
    )
    expect(soundIsOn()).toBe(false)
    giveFeedback('outbid')
    expect(vibrate).not.toHaveBeenCalled()
    userActivation.hasBeenActive = true
    giveFeedback('outbid')
    expect(vibrate).toHaveBeenCalledWith([60, 60, 60])
    expect(tones).toEqual([])
    setSound(true)
    expect(soundIsOn()).toBe(true)
    giveFeedback('outbid')
    expect(tones).toEqual([440, 330])
    giveFeedback('price')
    expect(vibrate).toHaveBeenCalledTimes(2)
    setSound(false)
    expect(soundIsOn()).toBe(false)
  })
})
