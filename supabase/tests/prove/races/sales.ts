/** Purchases against bids, against each other and against the end. */
import { call } from '../../support/call.ts'
import { openSale } from '../../support/sales.ts'
import { newKey, type Room } from '../room.ts'
import { type Attempt, isAccepted } from '../seat.ts'
import { bidderAt, insist, insistOnAnswers, type Race, seatAt, tick } from './race.ts'

export const buyNowAgainstBid: Race = {
  name: 'buy-now-against-bid',
  size: { seats: 12, bidders: 12 },
  async round(room, dice) {
    const hasReserve = dice.chance(0.4)
    const auction = await openSale(room.market, {
      buyNow: 9000,
      ...(hasReserve ? { reserve: 6000 } : {}),
    })
    const attempts: Attempt[] = []
    const order = dice.shuffle(room.seats.map((_seat, index) => index))
    await Promise.all(
      order.map(async (index) => {
        const isBuyer = index < 4
        attempts.push(
          await seatAt(room, index).bid({
            act: isBuyer ? 'buy_now' : 'place_bid',
            auction,
            bidder: bidderAt(room, index),
            amount: isBuyer ? 9000 : 1000 + dice.between(0, 70) * 100,
          }),
        )
      }),
    )
    const bought = attempts.filter((attempt) => attempt.act === 'buy_now').filter(isAccepted)
    insist(room, bought.length <= 1, `bought ${bought.length} times`)
    insistOnAnswers(room, attempts)
    return attempts
  },
}

/** The same key from several connections, other buyers, and the tick. */
export const unitsAgainstUnits: Race = {
  name: 'units-against-units',
  size: { seats: 14, bidders: 9 },
  async round(room, dice) {
    const quantity = dice.between(3, 12)
    const auction = await openSale(room.market, {
      format: 'fixed',
      terms: { quantity, ...(dice.chance(0.5) ? { per_buyer: dice.between(1, 3) } : {}) },
    })
    const attempts: Attempt[] = []
    const keys = room.bidders.map(newKey)
    await Promise.all([
      ...room.seats.map(async (seat, index) => {
        const bidder = bidderAt(room, index)
        const key = dice.chance(0.5) ? (keys[index % keys.length] ?? newKey()) : newKey()
        const amount = key === keys[index % keys.length] ? 1 : dice.between(1, 3)
        attempts.push(await seat.bid({ act: 'buy_units', auction, bidder, amount, key }))
      }),
      tick(room),
    ])
    insistOnAnswers(room, attempts)
    return attempts
  },
}

export const firstToAccept: Race = {
  name: 'first-to-accept',
  size: { seats: 10, bidders: 10 },
  async round(room, dice) {
    const auction = await openSale(room.market, {
      format: 'descending',
      startingPrice: 9000,
      terms: { floor_cents: 1000, step_cents: dice.between(100, 2000), tick_seconds: 1 },
    })
    const attempts: Attempt[] = []
    let over = false
    await Promise.all(
      room.seats.slice(0, 6).map(async (seat, index) => {
        const patience = dice.between(0, 900)
        await new Promise((resolve) => setTimeout(resolve, patience))
        for (let turn = 0; turn < 8 && !over; turn += 1) {
          const amount = await priceNow(room, auction)
          const attempt = await seat.bid({
            act: 'accept_price',
            auction,
            bidder: bidderAt(room, index),
            amount,
          })
          attempts.push(attempt)
          over ||= isAccepted(attempt)
        }
      }),
    )
    const accepted = attempts.filter(isAccepted)
    insist(room, accepted.length === 1, `accepted ${accepted.length} times`)
    insistOnAnswers(room, attempts)
    return attempts
  },
}

async function priceNow({ market }: Room, auction: string): Promise<number> {
  const snapshot = await call<{ price_cents: number }>(market.db, 'anon', 'auction_snapshot', {
    p_auction_id: auction,
  })
  return snapshot.price_cents
}
