import { queryOptions } from '@tanstack/react-query'
import { client } from './client.ts'
import { countryName } from './places.ts'
import { unwrap } from './unwrap.ts'

export interface Address {
  id: string
  full_name: string
  line1: string
  line2: string | null
  city: string
  region: string
  postal_code: string
  country: string
  phone: string | null
  is_default: boolean
}

/** The user's address book, the default first. */
export function myAddressesQuery(userId: string) {
  return queryOptions({
    queryKey: ['addresses', userId],
    queryFn: async ({ signal }): Promise<Address[]> =>
      unwrap(
        await client
          .from('addresses')
          .select(
            'id, full_name, line1, line2, city, region, postal_code, country, phone, is_default',
          )
          .order('is_default', { ascending: false })
          .order('created_at', { ascending: false })
          .abortSignal(signal),
      ),
  })
}

type Lines = Omit<Address, 'id' | 'is_default' | 'phone' | 'full_name'>

/** An address as it is written on a parcel, below the name. */
export function addressLines({ line1, line2, city, region, postal_code, country }: Lines) {
  const town = [city, [region, postal_code].filter((part) => part !== '').join(' ')]
    .filter((part) => part !== '')
    .join(', ')
  return [line1, line2, town, countryName(country)].filter(
    (line): line is string => line !== null && line !== '',
  )
}
