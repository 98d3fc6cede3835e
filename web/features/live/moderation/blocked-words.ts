import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'

/** The caller's own blocked words, in order. */
export async function fetchBlockedWords(): Promise<string[]> {
  const rows = unwrap(await client.from('blocked_words').select('word').order('word'))
  return rows.map(({ word }) => word)
}
