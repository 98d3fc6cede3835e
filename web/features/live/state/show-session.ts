import { fetchShow } from './fetch-show.ts'
import { createSession, type LiveSession, type Surroundings } from './live-session.ts'
import type { ShowSnapshot } from './shapes.ts'

/** A show with its lots and its chat. */
export function createShowSession(showId: string, surroundings: Surroundings): LiveSession {
  const topic = `show:${showId}`
  return createSession<ShowSnapshot>(surroundings, {
    topics: [
      { topic, events: ['auction', 'show', 'giveaway', 'poll'] },
      { topic: `${topic}:chat`, events: ['chat', 'chat_removed', 'chat_rules', 'reactions'] },
    ],
    fetchSnapshot: () => fetchShow(showId),
    apply: (live, snapshot) => live.dispatch({ type: 'show snapshot', snapshot }),
  })
}
