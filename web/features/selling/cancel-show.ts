import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

/** Calls off a show before it starts; its lots return to the inventory. Errors: 42501, NOFND, STATE. */
export async function cancelShow(showId: string): Promise<void> {
  unwrap(await client.rpc('cancel_show', { p_show_id: showId }))
}
