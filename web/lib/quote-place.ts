/** Where a visitor without an address wants things sent, kept on this device; the country is guessed from the browser at first. */
export interface QuotePlace {
  /** ISO 3166-1 alpha-2. */
  country: string
  /** A state or province code where prices depend on it, else ''. */
  region: string
}

const KEY = 'blytz.ship-to'
const COUNTRY = /^[A-Z]{2}$/
const REGION = /^[A-Z]{0,3}$/

function guess(language: string): QuotePlace | null {
  try {
    const { region } = new Intl.Locale(language)
    return region !== undefined && COUNTRY.test(region) ? { country: region, region: '' } : null
  } catch {
    return null
  }
}

/** What was chosen, else the guess; null when there is nothing to go by. */
export function readQuotePlace(): QuotePlace | null {
  const [country = '', region = ''] = (localStorage.getItem(KEY) ?? '').split('-')
  if (COUNTRY.test(country) && REGION.test(region)) return { country, region }
  return guess(navigator.language)
}

export function storeQuotePlace({ country, region }: QuotePlace): void {
  localStorage.setItem(KEY, `${country}-${region}`)
}
