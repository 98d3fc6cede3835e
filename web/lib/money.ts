/** Money is integer cents (minor units) everywhere; only this turns it into text, and `typed-money.ts` back. */

const formatters = new Map<string, Intl.NumberFormat>()

/** How a locale writes amounts of a currency. Locale: the viewer's when undefined. */
export function moneyFormat(currency: string, locale: string | undefined): Intl.NumberFormat {
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

/** How many decimals a currency has: 2 for USD, 0 for JPY. */
export function minorDigits(currency: string): number {
  return moneyFormat(currency, 'en').resolvedOptions().maximumFractionDigits ?? 2
}

/** `2400` → `$24`, `2450` → `$24.50`. Locale: the viewer's unless given. */
export function formatMoney(cents: number, currency = 'USD', locale?: string): string {
  return moneyFormat(currency, locale).format(cents / 10 ** minorDigits(currency))
}

/** Largest amount the database accepts, in cents. */
export const MAX_CENTS = 9_999_999_999
