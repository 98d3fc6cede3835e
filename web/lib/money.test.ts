import { describe, expect, it } from 'vitest'
import { formatMoney } from './money.ts'

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
