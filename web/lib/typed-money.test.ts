import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatMoney, MAX_CENTS } from './money.ts'
import { parseMoney, typedMoney } from './typed-money.ts'

describe('parseMoney', () => {
  it.each([
    ['24', 2400],
    ['24.5', 2450],
    [' $1,200.05 ', 120_005],
    ['24 $', 2400],
    ['24 usd', 2400],
    ['0.01', 1],
  ])('reads “%s” as %i cents', (text, cents) => {
    expect(parseMoney(text, 'USD', 'en-US')).toBe(cents)
  })

  const refused = [
    '',
    '0',
    '-5',
    '1.234',
    '1,20',
    '12,3456',
    'ten',
    '1e5',
    '99999999999',
    '.5',
    '5.',
  ]
  it.each([...refused, '1 200', '€24', '$'])('refuses “%s”', (text) => {
    expect(parseMoney(text, 'USD', 'en-US')).toBeNull()
  })

  it.each([
    ['de-DE', '24,50', 2450],
    ['de-DE', '24 €', 2400],
    ['de-DE', '1.234', 123_400],
    ['de-DE', '1.234,5', 123_450],
    ['fr-FR', '1 234,50 €', 123_450],
    ['fr-FR', '24.50', 2450],
    ['de-CH', "1'234.50", 123_450],
    ['de-CH', '24,50', 2450],
    ['en-IN', '1,23,456', 12_345_600],
  ])('reads in %s “%s” as %i cents', (locale, text, cents) => {
    expect(parseMoney(text, 'EUR', locale)).toBe(cents)
  })

  it.each([
    ['de-DE', '24.50'],
    ['de-DE', '1,234'],
    ['de-DE', '1.23'],
    ['fr-FR', '1.234'],
    ['fr-FR', '1,234'],
    ['fr-FR', '1 23'],
    ['de-CH', '1,234'],
    ['en-US', '1.234'],
  ])('refuses in %s “%s”, which could be two amounts', (locale, text) => {
    expect(parseMoney(text, 'EUR', locale)).toBeNull()
  })

  it('knows currencies without a minor unit', () => {
    expect(parseMoney('2400', 'JPY', 'en-US')).toBe(2400)
    expect(parseMoney('24.5', 'JPY', 'en-US')).toBeNull()
    expect(parseMoney('¥2,400', 'JPY', 'ja-JP')).toBe(2400)
  })

  it('reads back every amount as it is shown and as it is typed, in every language', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: MAX_CENTS }),
        fc.constantFrom('en-US', 'de-DE', 'fr-FR', 'de-CH', 'ja-JP', 'es-ES', 'en-IN', 'pt-BR'),
        fc.constantFrom('USD', 'EUR', 'CHF', 'JPY', 'GBP'),
        (cents, locale, currency) => {
          expect(parseMoney(formatMoney(cents, currency, locale), currency, locale)).toBe(cents)
          expect(parseMoney(typedMoney(cents, currency, locale), currency, locale)).toBe(cents)
        },
      ),
      { numRuns: 1000 },
    )
  })
})

describe('typedMoney', () => {
  it.each([
    ['en-US', 123_450, '1234.50'],
    ['de-DE', 123_450, '1234,50'],
    ['de-CH', 2400, '24'],
  ])('writes in %s %i cents as “%s”', (locale, cents, text) => {
    expect(typedMoney(cents, 'USD', locale)).toBe(text)
  })
})
