import { queryOptions } from '@tanstack/react-query'
import { publicClient } from './public-client.ts'
import { unwrap } from './unwrap.ts'

export interface Country {
  code: string
  region_required: boolean
  regions: { code: string; name: string }[]
}

/** The countries we ship to, with the regions of those whose addresses name one. Changes with a release, if ever. */
export const countriesQuery = queryOptions({
  queryKey: ['countries'],
  queryFn: async ({ signal }): Promise<Country[]> =>
    unwrap(
      await publicClient()
        .from('countries')
        .select('code, region_required, regions(code, name)')
        .order('code')
        .order('name', { referencedTable: 'regions' })
        .abortSignal(signal),
    ),
  staleTime: Number.POSITIVE_INFINITY,
})

const names = new Intl.DisplayNames(undefined, { type: 'region' })

/** `DE` → Germany, in the reader's language. */
export function countryName(code: string): string {
  return names.of(code) ?? code
}

/** The same list by the reader's alphabet. */
export function byName(countries: readonly Country[]): Country[] {
  return countries.toSorted((a, b) => countryName(a.code).localeCompare(countryName(b.code)))
}
