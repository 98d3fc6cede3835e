/** The video server's room API, as far as shows need it. What is gone already counts as done: every call may be repeated. */
import { RoomServiceClient } from 'livekit-server-sdk'
import type { LiveKit } from './env.ts'
import { isGone, unlessGone } from './twirp.ts'

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
  /** Silences what a user sends, until they unmute themselves. Returns how many tracks. */
  muteUser(room: string, userId: string): Promise<number>
}

export function createRooms({ url, apiKey, apiSecret }: LiveKit): Rooms {
  const api = new RoomServiceClient(url, apiKey, apiSecret)
  const removeConnection = (room: string, identity: string) =>
    unlessGone(api.removeParticipant(room, identity))
  async function connectionsOf(room: string, userId: string) {
    const here = await api.listParticipants(room).catch((error: unknown) => {
      if (isGone(error)) return []
      throw error
    })
    return here.filter(({ identity }) => identity === userId || identity.startsWith(`${userId}.`))
  }
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
      const theirs = await connectionsOf(room, userId)
      await Promise.all(theirs.map(({ identity }) => removeConnection(room, identity)))
      return theirs.length
    },
    async muteUser(room, userId) {
      const open = (await connectionsOf(room, userId)).flatMap(({ identity, tracks }) =>
        tracks.filter(({ muted }) => !muted).map(({ sid }) => ({ identity, sid })),
      )
      await Promise.all(
        open.map(({ identity, sid }) =>
          unlessGone(api.mutePublishedTrack(room, identity, sid, true)),
        ),
      )
      return open.length
    },
  }
}
