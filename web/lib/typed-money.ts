/** Amounts as people type them: with the separators of their own language, as `formatMoney` writes them. */
import { MAX_CENTS, minorDigits, moneyFormat } from './money.ts'

const SPACES = /[\s\u00a0\u202f]+/g

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
const oneOf = (characters: readonly string[]) => `[${characters.map(escaped).join('')}]`

/** The signs of a currency in a locale, as alternatives: `$`, `$US`, `USD`. */
function signsOf(currency: string, locale: string | undefined): string {
  const narrow = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const
  const formats = [
    moneyFormat(currency, locale),
    new Intl.NumberFormat(locale, narrow),
    moneyFormat(currency, 'en'),
  ]
  const signs = formats.flatMap((format) => format.formatToParts(1))
  return [currency, ...signs.flatMap(({ type, value }) => (type === 'currency' ? value : []))]
    .map(escaped)
    .join('|')
}

/** All the ways in which an amount of a currency may be written in a locale; the whole and the fraction are its groups. */
function notation(currency: string, locale: string | undefined): RegExp {
  const parts = moneyFormat(currency, locale).formatToParts(123_456_789.5)
  const group = parts.find(({ type }) => type === 'group')?.value.replace(SPACES, ' ')
  const decimal = parts.find(({ type }) => type === 'decimal')?.value ?? '.'
  let whole = '\\d+'
  if (group !== undefined) {
    // Threes, or as in India: the last three, and pairs before them.
    const runs = parts.filter(({ type }) => type === 'integer').map(({ value }) => value.length)
    const [last = 3, before = last] = runs.reverse()
    const mark = oneOf(group === '’' ? ['’', "'"] : [group])
    whole = `\\d{1,${before}}(?:${mark}\\d{${before}})*${mark}\\d{${last}}|${whole}`
  }
  // Dot and comma both separate decimals where they do not group: then nothing else can have been meant.
  const decimals = oneOf([decimal, '.', ','].filter((mark) => mark !== group))
  const sign = `(?:${signsOf(currency, locale)})?`
  return new RegExp(`^${sign} ?(${whole})(?:${decimals}(\\d+))? ?${sign}$`, 'iu')
}

const notations = new Map<string, RegExp>()

/**
 * What a person typed (`24`, `24.5`, `1,200.00`, `$24`; `24,50 €` in German) in cents, or null when it is not an amount
 * between one cent and MAX_CENTS, or could be two. Never rounds: a third decimal is a mistake, not a half cent. Locale:
 * the viewer's unless given.
 */
export function parseMoney(text: string, currency = 'USD', locale?: string): number | null {
  const key = `${locale ?? ''}/${currency}`
  const pattern = notations.get(key) ?? notation(currency, locale)
  notations.set(key, pattern)
  const match = pattern.exec(text.replace(SPACES, ' ').trim())
  if (match === null) return null
  const [, whole = '', fraction = ''] = match
  const digits = minorDigits(currency)
  if (fraction.length > digits) return null
  const cents = Number(whole.replace(/\D/g, '') + fraction.padEnd(digits, '0'))
  return cents >= 1 && cents <= MAX_CENTS ? cents : null
}

/** `2450` → `24.50`, or `24,50` in German: what a person would type. Locale: the viewer's unless given. */
export function typedMoney(cents: number, currency = 'USD', locale?: string): string {
  return moneyFormat(currency, locale)
    .formatToParts(cents / 10 ** minorDigits(currency))
    .filter(({ type }) => type === 'integer' || type === 'decimal' || type === 'fraction')
    .map(({ value }) => value)
    .join('')
}
