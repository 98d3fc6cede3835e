import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

export interface DetailsChanges {
  full_name: string | null
  phone: string | null
  marketing_opt_in: boolean
}

/** Changes what only the user may see. */
export async function updateDetails(userId: string, changes: DetailsChanges): Promise<void> {
  unwrap(await client.from('account_details').update(changes).eq('user_id', userId))
}
