import { client } from '../../lib/client.ts'
import type { Address } from '../../lib/my-addresses.ts'
import { unwrap } from '../../lib/unwrap.ts'

export type AddressValues = Omit<Address, 'id'>

/** Adds an address, or changes one. Errors: INVAL {field}. */
export async function saveAddress(id: string | null, values: AddressValues): Promise<void> {
  const table = client.from('addresses')
  unwrap(await (id === null ? table.insert(values) : table.update(values).eq('id', id)))
}
