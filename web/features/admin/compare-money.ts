import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

/** Calls `compare_money`; false when a comparison is under way already. Errors: 42501, MFAAL, RTLIM. */
export async function compareMoney(): Promise<boolean> {
  return unwrap(await client.rpc('compare_money'))
}
