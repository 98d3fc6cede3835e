import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

/** Makes an address the one that orders go to. */
export async function makeDefaultAddress(id: string): Promise<void> {
  unwrap(await client.from('addresses').update({ is_default: true }).eq('id', id))
}
