import { array, parse } from 'valibot'
import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { type ChatMessage, chatMessageSchema } from '../state/shapes.ts'

export const HISTORY_PAGE = 50

/** Calls `chat_history`: the messages before one, oldest first. Errors: NOFND. */
export async function chatHistory(showId: string, before: string | null): Promise<ChatMessage[]> {
  return parse(
    array(chatMessageSchema),
    unwrap(
      await client.rpc('chat_history', {
        p_show_id: showId,
        p_limit: HISTORY_PAGE,
        ...(before === null ? {} : { p_before: before }),
      }),
    ),
  )
}
