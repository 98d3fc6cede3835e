import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'

/** The id of who bears this username; null when nobody does. */
export async function findPerson(username: string): Promise<string | null> {
  const found = await client.from('profiles').select('id').eq('username', username).maybeSingle()
  return unwrap(found)?.id ?? null
}
