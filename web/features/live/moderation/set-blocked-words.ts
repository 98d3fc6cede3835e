import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'

/** Calls `set_blocked_words`: these instead of those before. Errors: 42501, INVAL, RTLIM. */
export async function setBlockedWords(words: string[]): Promise<string[]> {
  return unwrap(await client.rpc('set_blocked_words', { p_words: words }))
}
