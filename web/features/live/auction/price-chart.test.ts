import { describe, expect, it } from 'vitest'
import { pricePath } from './price-chart.tsx'

describe('the price chart', () => {
  it('climbs in steps from left to right, and is flat when the price is', () => {
    expect(pricePath([100, 200, 300])).toBe('M4.0 68.0H160.0V36.0H316.0V4.0')
    expect(pricePath([100, 100])).toBe('M4.0 68.0H316.0V68.0')
  })
})
