import { useState } from 'react'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { toAppError } from '../../../lib/errors.ts'
import type { PendingMessage } from '../state/chat-state.ts'
import { useLiveSession } from '../state/live-context.tsx'
import type { ChatMessage } from '../state/shapes.ts'
import { sendChatMessage } from './send-chat-message.ts'

export const MESSAGE_LIMIT = 500

/** What is being written, and to whom it answers. */
export interface Draft {
  text: string
  replyTo: ChatMessage | null
  /** Raised when the composer should take the focus: an answer or a mention was begun elsewhere. */
  focus: number
}

export interface Chat {
  showId: string
  /** A store of its own: a key stroke must not render the page around the composer. */
  draft: StoreApi<Draft>
  say(body: string, replyTo?: string | null): void
  /** Sends a failed message again under its own id. */
  retry(message: PendingMessage): void
  discard(message: PendingMessage): void
  /** Begins an answer to a message. */
  answer(message: ChatMessage): void
  /** Puts somebody's name into the draft. */
  mention(username: string): void
}

/** After these the page knows too little of the caller's standing: the snapshot tells. */
const STANDING = new Set(['MUTED', 'KBANN', 'NAUDI'])

/** Sending in a show's chat: shown at once, replaced by what the server confirms. */
export function useChat(showId: string): Chat {
  const { dispatch, refresh } = useLiveSession()
  const [draft] = useState(() => createStore<Draft>(() => ({ text: '', replyTo: null, focus: 0 })))

  async function send(body: string, clientId: string, replyTo: string | null): Promise<void> {
    dispatch({ type: 'message sent', clientId, body, replyTo })
    try {
      const message = await sendChatMessage({ showId, body, clientId, replyTo })
      dispatch({ type: 'chat', messages: [message] })
    } catch (error) {
      const { code, details } = toAppError(error)
      dispatch({ type: 'message failed', clientId, code, detail: details })
      if (STANDING.has(code)) refresh()
    }
  }

  return {
    showId,
    draft,
    say: (body, replyTo = null) => void send(body, crypto.randomUUID(), replyTo),
    retry: ({ body, clientId, replyTo }) => void send(body, clientId, replyTo),
    discard: ({ clientId }) => dispatch({ type: 'message discarded', clientId }),
    answer: (message) => draft.setState(({ focus }) => ({ replyTo: message, focus: focus + 1 })),
    mention: (username) =>
      draft.setState(({ text, focus }) => ({
        text: `${text.trimEnd()} @${username} `.trimStart(),
        focus: focus + 1,
      })),
  }
}
