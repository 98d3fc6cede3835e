import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatMoney, MAX_CENTS, parseMoney } from './money.ts'

describe('formatMoney', () => {
  it.each([
    [2400, 'USD', '$24'],
    [2450, 'USD', '$24.50'],
    [1, 'USD', '$0.01'],
    [123_456_700, 'USD', '$1,234,567'],
    [2400, 'EUR', '€24'],
    [2400, 'JPY', '¥2,400'],
  ])('shows %i in %s as %s', (cents, currency, text) => {
    expect(formatMoney(cents, currency, 'en-US')).toBe(text)
  })
})

describe('parseMoney', () => {
  it.each([
    ['24', 2400],
    ['24.5', 2450],
    [' $1,200.05 ', 120_005],
    ['0.01', 1],
  ])('reads “%s” as %i cents', (text, cents) => {
    expect(parseMoney(text)).toBe(cents)
  })

  it.each(['', '0', '-5', '1.234', '1,20', '12,3456', 'ten', '1e5', '99999999999', '.5', '5.'])(
    'refuses “%s”',
    (text) => {
      expect(parseMoney(text)).toBeNull()
    },
  )

  it('knows currencies without a minor unit', () => {
    expect(parseMoney('2400', 'JPY')).toBe(2400)
    expect(parseMoney('24.5', 'JPY')).toBeNull()
  })

  it('reads back every amount it shows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX_CENTS }), (cents) => {
        expect(parseMoney(formatMoney(cents, 'USD', 'en-US'))).toBe(cents)
      }),
    )
  })
})
