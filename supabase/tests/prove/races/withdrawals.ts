/** Bids that are taken back while others bid: by their bidders, and by an admin. */
import { newKey } from '../room.ts'
import { type Attempt, isAccepted } from '../seat.ts'
import { bidderAt, codesOf, insistOnAnswers, type Race, seatAt } from './race.ts'

const DAY_MS = 86_400_000

export const retractionAgainstBid: Race = {
  name: 'retraction-against-bid',
  size: { seats: 12, bidders: 10 },
  async round(room, dice) {
    const auction = await room.shortAuction({
      lasts: DAY_MS,
      ...(dice.chance(0.4) ? { reserve: 1000 + dice.between(0, 4000) } : {}),
    })
    const attempts: Attempt[] = []
    const standing: { seq: number; bidder: string }[] = []
    const bidding = Array.from({ length: 9 }, async (_value, index) => {
      const bidder = bidderAt(room, index)
      let minimum = 1000
      for (let turn = 0; turn < 5; turn += 1) {
        const amount = minimum + dice.between(0, 1500)
        const bid = { auction, bidder, amount, isMax: dice.chance(0.8), key: newKey() }
        const attempt = await seatAt(room, index).bid(bid)
        attempts.push(attempt)
        if (attempt.answer.kind !== 'reply') continue
        const { reply } = attempt.answer
        minimum = reply.min_bid_cents
        if (!isAccepted(attempt)) continue
        // The bid's own event is the last one, or stands before the leader's automatic answer; a raise has none.
        const seq = reply.outcome === 'leading' ? reply.seq : reply.seq - 1
        standing.push({ seq, bidder })
        if (dice.chance(0.3)) {
          const args = { p_auction_id: auction, p_seq: seq, p_reason: 'typo' }
          await codesOf(
            room,
            [seatAt(room, index).call(bidder, 'retract_bid', args)],
            ['STATE', 'NOFND'],
          )
        }
      }
    })
    const voiding = [9, 10].map(async (index) => {
      for (let turn = 0; turn < 4; turn += 1) {
        await new Promise((resolve) => setTimeout(resolve, dice.between(0, 30)))
        if (standing.length === 0) continue
        const { seq } = dice.pick(standing)
        const args = { p_auction_id: auction, p_seq: seq, p_reason: 'fraud' }
        await codesOf(
          room,
          [seatAt(room, index).call('service_role', 'void_bid', args)],
          ['STATE', 'NOFND'],
        )
      }
    })
    await Promise.all([...bidding, ...voiding])
    insistOnAnswers(room, attempts)
    return attempts
  },
}
