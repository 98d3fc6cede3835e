import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'

/** Calls `remove_chat_message`: one's own, or as the show's staff. Errors: 42501, NOFND, INVAL, RTLIM. */
export async function removeChatMessage(messageId: string): Promise<void> {
  unwrap(await client.rpc('remove_chat_message', { p_message_id: messageId }))
}
