/** Money is integer cents (minor units) everywhere; only these functions turn it into text and back. */

const formatters = new Map<string, Intl.NumberFormat>()

function formatter(currency: string, locale: string | undefined): Intl.NumberFormat {
  const key = `${locale ?? ''}/${currency}`
  let found = formatters.get(key)
  if (found === undefined) {
    found = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      trailingZeroDisplay: 'stripIfInteger',
    })
    formatters.set(key, found)
  }
  return found
}

function minorDigits(currency: string): number {
  return formatter(currency, 'en').resolvedOptions().maximumFractionDigits ?? 2
}

/** `2400` → `$24`, `2450` → `$24.50`. Locale: the viewer's unless given. */
export function formatMoney(cents: number, currency = 'USD', locale?: string): string {
  return formatter(currency, locale).format(cents / 10 ** minorDigits(currency))
}

/** Largest amount the database accepts, in cents. */
export const MAX_CENTS = 9_999_999_999

/**
 * What a person typed (`24`, `24.5`, `1,200.00`, `$24`) in cents, or null when it is not an amount between one cent
 * and MAX_CENTS. Never rounds: a third decimal is a mistake, not a half cent.
 */
export function parseMoney(text: string, currency = 'USD'): number | null {
  const digits = minorDigits(currency)
  const plain = text.trim().replace(/^\p{Sc}\s*/u, '')
  const match = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/.exec(plain)
  if (match === null) return null
  const [, whole = '', fraction = ''] = match
  if (fraction.length > digits) return null
  const cents = Number(whole.replaceAll(',', '') + fraction.padEnd(digits, '0'))
  return cents >= 1 && cents <= MAX_CENTS ? cents : null
}
