import { parse } from 'valibot'
import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { type ChatRules, chatRulesSchema } from '../state/shapes.ts'

/** Calls `pin_chat_message`; null unpins. Errors: 42501, NOFND, RTLIM. */
export async function pinChatMessage(showId: string, messageId: string | null): Promise<ChatRules> {
  return parse(
    chatRulesSchema,
    unwrap(
      await client.rpc('pin_chat_message', {
        p_show_id: showId,
        ...(messageId === null ? {} : { p_message_id: messageId }),
      }),
    ),
  )
}
