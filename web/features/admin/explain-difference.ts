import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

/** Calls `explain_difference`. Errors: 42501, MFAAL, INVAL {field}, NOFND, STATE {status: settled}, RTLIM. */
export async function explainDifference(id: number, explanation: string): Promise<void> {
  unwrap(await client.rpc('explain_difference', { p_id: id, p_explanation: explanation }))
}
