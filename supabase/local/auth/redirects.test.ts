import { describe, expect, it } from 'vitest'
import { globToRegExp, RedirectPolicy } from './redirects.ts'

describe('globToRegExp', () => {
  it.each([
    ['http://app.test/*', 'http://app.test/a', true],
    ['http://app.test/*', 'http://app.test/a/b', false],
    ['http://app.test/*', 'http://app.test/a.b', false],
    ['http://app.test/**', 'http://app.test/a/b.c?d=e', true],
    ['http://app.test/**', 'http://appXtest/a', false],
    ['http://?.test', 'http://a.test', true],
    ['http://?.test', 'http://ab.test', false],
    ['http://[a-c].test', 'http://b.test', true],
    ['http://[!a-c].test', 'http://b.test', false],
    ['http://{one,two}.test', 'http://two.test', true],
    ['http://{one,two}.test', 'http://three.test', false],
    ['http://a\\*b.test', 'http://a*b.test', true],
    ['http://a\\*b.test', 'http://axb.test', false],
    ['app://callback', 'app://callback/more', false],
  ])('%s and %s: %s', (glob, url, expected) => {
    expect(globToRegExp(glob).test(url)).toBe(expected)
  })

  it.each(['http://[a', 'http://{a,b'])('refuses the unfinished pattern %s', (glob) => {
    expect(() => globToRegExp(glob)).toThrow('unclosed')
  })
})

describe('RedirectPolicy', () => {
  const policy = new RedirectPolicy({
    siteUrl: 'http://localhost:5173',
    redirectUrls: ['**', 'app://callback'],
  })

  it.each([
    ['any port of the own loopback host', 'http://localhost:4000/x', true],
    ['loopback addresses', 'http://127.0.0.1:5173/', true],
    ['other IP addresses, even if a pattern matches', 'http://10.0.0.1/', false],
    ['decimal IP addresses', 'http://167772161/', false],
    ['IPv6 addresses', 'http://[2001:db8::1]/', false],
    ['line breaks', 'http://app.test/\r\nset-cookie: a=b', false],
    ['schemes of apps that are listed', 'app://callback', true],
  ])('%s: %s', (_name, url, expected) => {
    expect(policy.isAllowed(url)).toBe(expected)
  })

  it('takes the first allowed candidate, else the site', () => {
    expect(policy.choose(null, 'http://10.0.0.1/', 'http://a.test/')).toBe('http://a.test/')
    expect(policy.choose('', undefined)).toBe('http://localhost:5173')
  })
})
