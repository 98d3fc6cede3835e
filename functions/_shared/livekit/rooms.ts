/** The video server's room API, as far as shows need it. What is gone already counts as done: every call may be repeated. */
import { RoomServiceClient } from 'livekit-server-sdk'
import type { LiveKit } from './env.ts'

/** A host who loses the connection finds the room as it was; a room that nobody came to is closed. Seconds. */
const EMPTY_TIMEOUT_S = 15 * 60
const DEPARTURE_TIMEOUT_S = 5 * 60

export interface Rooms {
  open(room: string): Promise<void>
  close(room: string): Promise<void>
  /** Ends one connection. */
  removeConnection(room: string, identity: string): Promise<void>
  /** Ends every connection of a user, on all their devices. Returns how many there were. */
  removeUser(room: string, userId: string): Promise<number>
}

/** Twirp's code for what does not exist. */
function isGone(error: unknown): boolean {
  return Reflect.get(Object(error), 'code') === 'not_found'
}

async function unlessGone(call: Promise<unknown>): Promise<void> {
  try {
    await call
  } catch (error) {
    if (!isGone(error)) throw error
  }
}

export function createRooms({ url, apiKey, apiSecret }: LiveKit): Rooms {
  const api = new RoomServiceClient(url, apiKey, apiSecret)
  const removeConnection = (room: string, identity: string) =>
    unlessGone(api.removeParticipant(room, identity))
  return {
    async open(room) {
      await api.createRoom({
        name: room,
        emptyTimeout: EMPTY_TIMEOUT_S,
        departureTimeout: DEPARTURE_TIMEOUT_S,
      })
    },
    close: (room) => unlessGone(api.deleteRoom(room)),
    removeConnection,
    async removeUser(room, userId) {
      const here = await api.listParticipants(room).catch((error: unknown) => {
        if (isGone(error)) return []
        throw error
      })
      const theirs = here.filter(
        ({ identity }) => identity === userId || identity.startsWith(`${userId}.`),
      )
      await Promise.all(theirs.map(({ identity }) => removeConnection(room, identity)))
      return theirs.length
    },
  }
}
