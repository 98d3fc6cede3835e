/** A show's chat in a test: people who write, moderators, what was broadcast. */
import { randomUUID } from 'node:crypto'
import { type Arguments, call } from './call.ts'
import type { Market, Show } from './market.ts'
import type { ChatMessage } from './shapes.ts'

export interface Standing {
  show_id: string
  user_id: string
  username: string
  rank: number
  muted: boolean
  muted_until: string | null
  banned: boolean
  banned_until: string | null
  shop_banned: boolean
  reason: string | null
}

export interface Room {
  market: Market
  show: Show
  say(caller: string, body: string, args?: Arguments): Promise<ChatMessage>
  moderate(
    caller: string,
    user: string,
    action: string,
    args?: { p_seconds?: number; p_reason?: string },
  ): Promise<Standing>
  /** Somebody whom the host has made a moderator. */
  moderator(): Promise<string>
  /** Payloads of one event on the chat's topic, in order. */
  heard<Payload>(event: string): Promise<Payload[]>
  /** Payloads of one event on a user's topic, in order. */
  told<Payload>(user: string, event: string): Promise<Payload[]>
  usernameOf(user: string): Promise<string>
}

export async function openRoom(
  market: Market,
  status: 'scheduled' | 'live' = 'live',
): Promise<Room> {
  const show = await market.show(status)
  const payloads = async <Payload>(topic: string, event: string): Promise<Payload[]> => {
    const rows = await market.db.admin<{ payload: Payload }[]>`
      select payload from realtime.messages where topic = ${topic} and event = ${event} order by inserted_at`
    return rows.map(({ payload }) => payload)
  }
  const room: Room = {
    market,
    show,
    say: (caller, body, args = {}) =>
      call<ChatMessage>(market.db, caller, 'send_chat_message', {
        p_show_id: show.id,
        p_body: body,
        p_client_id: randomUUID(),
        ...args,
      }),
    moderate: (caller, user, action, args = {}) =>
      call<Standing>(market.db, caller, 'moderate_viewer', {
        p_show_id: show.id,
        p_user_id: user,
        p_action: action,
        ...args,
      }),
    async moderator() {
      const id = await market.bidder()
      await room.moderate(show.host, id, 'appoint')
      return id
    },
    heard: (event) => payloads(`show:${show.id}:chat`, event),
    told: (user, event) => payloads(`user:${user}`, event),
    async usernameOf(user) {
      const [row] = await market.db.sql<{ username: string }[]>`
        select username from public.profiles where id = ${user}`
      if (row === undefined) throw new Error('no such profile')
      return row.username
    },
  }
  return room
}
