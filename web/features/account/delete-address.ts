import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

/** Takes an address out of the book. Orders keep their own copy. */
export async function deleteAddress(id: string): Promise<void> {
  unwrap(await client.from('addresses').delete().eq('id', id))
}
