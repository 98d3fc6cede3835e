import type { ChatMessage, ShowYou } from '../state/shapes.ts'

/** Whether the caller has a say in the chat: the host, and whom the host has made a moderator. */
export function isStaff(you: ShowYou | null): boolean {
  return you?.role === 'host' || you?.role === 'moderator'
}

/** Whether the database would let the caller moderate the author: one moderates only those below oneself. */
export function mayModerate(
  you: ShowYou | null,
  myId: string | null,
  message: Pick<ChatMessage, 'user_id' | 'host' | 'moderator'>,
): boolean {
  if (you === null || !isStaff(you)) return false
  if (message.user_id === null || message.user_id === myId || message.host === true) return false
  return you.role === 'host' || !message.moderator
}
