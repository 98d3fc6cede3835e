import type { ChatMessage } from './shapes.ts'

/** A message of mine that the server has not confirmed yet. */
export interface PendingMessage {
  clientId: string
  body: string
  replyTo: string | null
  /** Null while under way, else the code of the failure. */
  failedWith: string | null
  detail: Readonly<Record<string, unknown>>
}

export interface ChatState {
  /** Oldest first, at most CHAT_LIMIT. */
  messages: readonly ChatMessage[]
  pending: readonly PendingMessage[]
  /** Removed by a moderator: a late batch must not bring them back. */
  removed: readonly string[]
}

export const CHAT_LIMIT = 200

export const emptyChat: ChatState = { messages: [], pending: [], removed: [] }

function inOrder(a: ChatMessage, b: ChatMessage): number {
  if (a.created_at !== b.created_at) return a.created_at < b.created_at ? -1 : 1
  return a.id < b.id ? -1 : a.id === b.id ? 0 : 1
}

/** Adds messages once each, in order of their time whatever order they came in. */
export function addMessages(chat: ChatState, incoming: readonly ChatMessage[]): ChatState {
  const known = new Set(chat.messages.map((message) => message.id))
  const removed = new Set(chat.removed)
  const fresh = incoming.filter(({ id }) => !known.has(id) && !removed.has(id))
  const confirmed = new Set(incoming.map((message) => message.client_id))
  const pending = chat.pending.filter(({ clientId }) => !confirmed.has(clientId))
  if (fresh.length === 0 && pending.length === chat.pending.length) return chat
  const unique = new Map(fresh.map((message) => [message.id, message]))
  return {
    ...chat,
    messages: [...chat.messages, ...unique.values()].sort(inOrder).slice(-CHAT_LIMIT),
    pending,
  }
}

/** What a snapshot says replaces what is older than its oldest message; younger ones are kept. */
export function mergeSnapshot(chat: ChatState, snapshot: readonly ChatMessage[]): ChatState {
  const ids = new Set(snapshot.map((message) => message.id))
  const oldest = snapshot[0]
  const newest = snapshot.at(-1)
  // Known, inside the snapshot's span, and not in it: removed while we were away.
  const gone = chat.messages.filter(
    (message) =>
      oldest !== undefined &&
      newest !== undefined &&
      !ids.has(message.id) &&
      inOrder(message, oldest) > 0 &&
      inOrder(message, newest) < 0,
  )
  return addMessages(
    removeMessages(
      chat,
      gone.map((message) => message.id),
    ),
    snapshot,
  )
}

export function removeMessages(chat: ChatState, ids: readonly string[]): ChatState {
  if (ids.length === 0) return chat
  const gone = new Set(ids)
  return {
    ...chat,
    messages: chat.messages
      .filter((message) => !gone.has(message.id))
      // What was removed must not live on in a quotation.
      .map((message) =>
        message.reply_to !== null && gone.has(message.reply_to)
          ? { ...message, reply: null }
          : message,
      ),
    removed: [...chat.removed, ...ids].slice(-CHAT_LIMIT),
  }
}

export function messageSent(
  chat: ChatState,
  clientId: string,
  body: string,
  replyTo: string | null,
): ChatState {
  const others = chat.pending.filter((pending) => pending.clientId !== clientId)
  return {
    ...chat,
    pending: [...others, { clientId, body, replyTo, failedWith: null, detail: {} }],
  }
}

export function messageFailed(
  chat: ChatState,
  clientId: string,
  code: string,
  detail: Readonly<Record<string, unknown>>,
): ChatState {
  return {
    ...chat,
    pending: chat.pending.map((pending) =>
      pending.clientId === clientId ? { ...pending, failedWith: code, detail } : pending,
    ),
  }
}

export function messageDiscarded(chat: ChatState, clientId: string): ChatState {
  return { ...chat, pending: chat.pending.filter((pending) => pending.clientId !== clientId) }
}
