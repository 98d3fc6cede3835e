import { toAppError } from '../../../lib/errors.ts'
import type { PendingMessage } from '../state/chat-state.ts'
import { useLiveSession } from '../state/live-context.tsx'
import { sendChatMessage } from './send-chat-message.ts'

export const MESSAGE_LIMIT = 500

export interface Chat {
  say(body: string): void
  /** Sends a failed message again under its own id. */
  retry(message: PendingMessage): void
  discard(message: PendingMessage): void
}

/** Sending in a show's chat: shown at once, replaced by what the server confirms. */
export function useChat(showId: string): Chat {
  const { dispatch } = useLiveSession()

  async function send(body: string, clientId: string): Promise<void> {
    dispatch({ type: 'message sent', clientId, body })
    try {
      const message = await sendChatMessage({ showId, body, clientId })
      dispatch({ type: 'chat', messages: [message] })
    } catch (error) {
      const { code, details } = toAppError(error)
      dispatch({ type: 'message failed', clientId, code, detail: details })
    }
  }

  return {
    say: (body) => void send(body, crypto.randomUUID()),
    retry: ({ body, clientId }) => void send(body, clientId),
    discard: ({ clientId }) => dispatch({ type: 'message discarded', clientId }),
  }
}
