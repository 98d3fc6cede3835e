import { isIP } from 'node:net'
import type { StackConfig } from '../types.ts'

type RedirectConfig = Pick<StackConfig['auth'], 'siteUrl' | 'redirectUrls'>

/**
 * Where a link may lead. Same rules as GoTrue: the site's own host is always allowed (on loopback with any port),
 * other addresses must match a glob of the allow-list, and IP addresses are allowed for loopback only.
 */
export class RedirectPolicy {
  readonly #site: URL
  readonly #siteUrl: string
  readonly #patterns: RegExp[]

  constructor(config: RedirectConfig) {
    this.#siteUrl = config.siteUrl
    this.#site = new URL(config.siteUrl)
    this.#patterns = config.redirectUrls.map(globToRegExp)
  }

  /** The first candidate that is allowed, else the site's own address. */
  choose(...candidates: (string | null | undefined)[]): string {
    return candidates.find((candidate) => this.isAllowed(candidate)) ?? this.#siteUrl
  }

  isAllowed(candidate: string | null | undefined): candidate is string {
    // URL() drops tabs and line breaks silently; a target that needs that is not one we send a browser to.
    if (!candidate || hasControlCharacters(candidate) || !URL.canParse(candidate)) return false
    const url = new URL(candidate)
    if (this.#isSite(url)) return true

    const address = url.hostname.replace(/^\[|\]$/g, '')
    if (isIP(address)) return isLoopback(address)
    const [beforeFragment = ''] = candidate.split('#')
    return this.#patterns.some((pattern) => pattern.test(beforeFragment))
  }

  #isSite(url: URL): boolean {
    if (url.protocol !== this.#site.protocol || url.hostname !== this.#site.hostname) return false
    if (url.hostname === '') return false
    return url.port === this.#site.port || isLoopback(url.hostname)
  }
}

function hasControlCharacters(text: string): boolean {
  return [...text].some(
    (character) => character <= ' ' || character === '\u007f' || character === '\\',
  )
}

function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1' || host === '[::1]') return true
  return isIP(host) === 4 && host.startsWith('127.')
}

/**
 * Globs as GoTrue reads them, with `.` and `/` as separators: `*` and `?` stop at a separator, `**` does not,
 * `[a-z]`, `[!a-z]` and `{one,two}` as usual, `\` takes the next character literally.
 */
export function globToRegExp(glob: string): RegExp {
  let source = ''
  let depth = 0
  for (let index = 0; index < glob.length; index++) {
    const character = glob.charAt(index)
    if (character === '\\') {
      index++
      source += escapeForRegExp(glob.charAt(index))
    } else if (character === '*' && glob.charAt(index + 1) === '*') {
      index++
      source += '.*'
    } else if (character === '*') source += '[^./]*'
    else if (character === '?') source += '[^./]'
    else if (character === '[') {
      const end = glob.indexOf(']', index + 2)
      if (end < 0) throw new Error(`unclosed [ in the redirect pattern ${glob}`)
      source += characterClass(glob.slice(index + 1, end))
      index = end
    } else if (character === '{') {
      depth++
      source += '(?:'
    } else if (character === '}' && depth > 0) {
      depth--
      source += ')'
    } else if (character === ',' && depth > 0) source += '|'
    else source += escapeForRegExp(character)
  }
  if (depth > 0) throw new Error(`unclosed { in the redirect pattern ${glob}`)
  return new RegExp(`^${source}$`, 's')
}

function escapeForRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}

function characterClass(body: string): string {
  const negated = body.startsWith('!')
  const members = (negated ? body.slice(1) : body).replace(/[\\\]^]/g, '\\$&')
  return `[${negated ? '^' : ''}${members}]`
}

/** Adds parameters to the query (PKCE) or to the fragment (implicit) of a redirect target. */
export function withParameters(
  target: string,
  parts: { query?: Record<string, string>; fragment?: Record<string, string> },
): string {
  const url = new URL(target)
  for (const [name, value] of Object.entries(parts.query ?? {})) url.searchParams.set(name, value)
  if (parts.fragment) {
    const fragment = new URLSearchParams(parts.fragment)
    fragment.sort()
    url.hash = fragment.toString()
  }
  return url.toString()
}
