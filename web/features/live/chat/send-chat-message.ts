import { parse } from 'valibot'
import { call } from '../../../lib/call.ts'
import { type ChatMessage, chatMessageSchema } from '../state/shapes.ts'

export interface ChatInput {
  showId: string
  body: string
  /** Made by the client, the same on every attempt: a repeat returns the first message. */
  clientId: string
  /** The message it answers. */
  replyTo?: string | null
}

/** Calls `send_chat_message`. Errors: 42501, INVAL, NOFND, STATE, KBANN, MUTED, NAUDI, WORDS, SLOWM, RTLIM {retry_after_ms}, IDMPT. */
export async function sendChatMessage({
  showId,
  body,
  clientId,
  replyTo = null,
}: ChatInput): Promise<ChatMessage> {
  const args = {
    p_show_id: showId,
    p_body: body,
    p_client_id: clientId,
    ...(replyTo === null ? {} : { p_reply_to: replyTo }),
  }
  return parse(chatMessageSchema, await call('send_chat_message', args))
}
