import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safeRedirect } from './safe-redirect.ts'

describe('safeRedirect', () => {
  it.each(['/', '/account/bids?tab=won', '/c/cameras#top', '/a%2F%2Fb'])('keeps %s', (next) => {
    expect(safeRedirect(next)).toBe(next)
  })

  it.each([
    null,
    undefined,
    '',
    'account',
    'https://evil.test/',
    '//evil.test',
    '/\\evil.test',
    '\\\\evil.test',
    '/\t/evil.test',
    '\t//evil.test',
    '/\n\\evil.test',
    'javascript:alert(1)',
  ])('sends %j to the fallback', (next) => {
    expect(safeRedirect(next, '/home')).toBe('/home')
  })

  it('never leaves the site, whatever is asked for', () => {
    const site = 'https://blytz.example'
    const nasty = fc
      .array(fc.constantFrom('/', '\\', '.', ':', '@', '\t', '\n', '%2f', 'evil.test', '?', '#'))
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string(), fc.webUrl()), (next) => {
        expect(new URL(safeRedirect(next), site).origin).toBe(site)
      }),
    )
  })
})
