import { fetchAuction } from './fetch-auction.ts'
import { createSession, type LiveSession, type Surroundings } from './live-session.ts'
import type { AuctionSnapshot } from './shapes.ts'

/** One auction. A lot is announced on the topic of its show, which carries the other lots as well. */
export function createAuctionSession(
  initial: AuctionSnapshot,
  surroundings: Surroundings,
): LiveSession {
  const topic = initial.show_id === null ? `auction:${initial.id}` : `show:${initial.show_id}`
  const session = createSession<AuctionSnapshot>(surroundings, {
    topics: [{ topic, events: ['auction'] }],
    fetchSnapshot: () => fetchAuction(initial.id),
    apply: (live, lot) => live.dispatch({ type: 'auction snapshot', lot }),
    onlyAuction: initial.id,
  })
  session.dispatch({ type: 'auction snapshot', lot: initial })
  return session
}
