import { describe, expect, it } from 'vitest'
import { parseStartArguments } from './arguments.ts'
import { EnvironmentError, parseEnvironment } from './environment.ts'

const URL = 'VITE_SUPABASE_URL=https://project.supabase.co'
const KEY = 'VITE_SUPABASE_PUBLISHABLE_KEY=sb_publishable_abc'

describe('.env', () => {
  it('that is empty or copied from the example means the embedded stack', () => {
    expect(parseEnvironment('')).toBeUndefined()
    expect(
      parseEnvironment('# note\nVITE_SUPABASE_URL=\nVITE_SUPABASE_PUBLISHABLE_KEY=\n'),
    ).toBeUndefined()
  })

  it('with URL and publishable key means that project', () => {
    expect(parseEnvironment(`${URL}\n${KEY}`)).toEqual({
      url: 'https://project.supabase.co',
      publishableKey: 'sb_publishable_abc',
    })
  })

  it.each([
    ['only the URL', URL, /VITE_SUPABASE_PUBLISHABLE_KEY: missing/],
    ['only the key', KEY, /VITE_SUPABASE_URL: missing/],
    [
      'something that is no URL',
      `VITE_SUPABASE_URL=project\n${KEY}`,
      /VITE_SUPABASE_URL: "project"/,
    ],
    ['a secret key', `${URL}\nVITE_SUPABASE_PUBLISHABLE_KEY=sb_secret_x`, /secret key/],
    ['a line that is no assignment', `${URL}\n${KEY}\nVITE_OTHER`, /line 3: expected NAME=value/],
  ])('with %s is refused by name', (_case, text, message) => {
    expect(() => parseEnvironment(text)).toThrow(EnvironmentError)
    expect(() => parseEnvironment(text)).toThrow(message)
  })
})

describe('arguments', () => {
  it('are all optional', () => {
    expect(parseStartArguments([])).toEqual({
      fresh: false,
      supabase: false,
      live: false,
      portOffset: 0,
      help: false,
    })
  })

  it.each([
    [['--port-offset', 'x'], /whole number/],
    [['--port-offset', '99999'], /whole number/],
    [['--frsh'], /--frsh/],
  ])('%j is refused', (argv, message) => {
    expect(() => parseStartArguments(argv)).toThrow(message)
  })
})
