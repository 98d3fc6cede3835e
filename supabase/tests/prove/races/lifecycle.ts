/** Bids against the auctioneer: opening, extending, closing, withdrawing, the end of a show, and the tick amid all of it. */
import type { Dice } from '../dice.ts'
import { type Room, rowOf } from '../room.ts'
import { type Attempt, isAccepted } from '../seat.ts'
import { bidderAt, codesOf, insist, insistOnAnswers, type Race, seatAt, tick } from './race.ts'

const CLOSED = ['sold', 'unsold', 'cancelled']

/** Bids on until told that it is over. */
async function bidOn(
  room: Room,
  index: number,
  auction: string,
  attempts: Attempt[],
  turns = 15,
): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    const amount = 1000 + turn * 100 + index
    const bid = { auction, bidder: bidderAt(room, index), amount }
    const attempt = await seatAt(room, index).bid(bid)
    attempts.push(attempt)
    if (attempt.answer.kind === 'reply' && attempt.answer.reply.code === 'LATEB') return
  }
}

async function tickUntil(room: Room, over: () => boolean): Promise<void> {
  while (!over()) await tick(room)
}

export const closeAgainstBid: Race = {
  name: 'close-against-bid',
  size: { seats: 12, bidders: 12 },
  async round(room, dice) {
    const auction = await room.shortAuction({
      lasts: dice.between(20, 60),
      softClose: dice.pick([0, 0, 1]),
      hardEndAfter: 30,
      ...(dice.chance(0.3) ? { reserve: 1500 } : {}),
    })
    const attempts: Attempt[] = []
    let over = false
    const bidding = Promise.all(
      Array.from({ length: 8 }, (_value, index) => bidOn(room, index, auction, attempts)),
    )
    const closing = [8, 9].map(async (index) => {
      while (!over) {
        const [code] = await codesOf(
          room,
          [
            seatAt(room, index).call(bidderAt(room, index), 'close_auction', {
              p_auction_id: auction,
            }),
          ],
          ['STATE', 'RTLIM'],
        )
        if (code === null) over = true
      }
    })
    const ticking = tickUntil(room, () => over)
    await Promise.all([bidding, ...closing, ticking])
    insist(
      room,
      CLOSED.includes((await rowOf(room, auction)).status),
      'closed, but not in the catalogue',
    )
    insistOnAnswers(room, attempts)
    return attempts
  },
}

export const manyClosers: Race = {
  name: 'many-closers',
  size: { seats: 12, bidders: 12 },
  async round(room, dice) {
    const auction = await room.shortAuction({
      lasts: 250,
      softClose: 0,
      ...(dice.chance(0.3) ? { reserve: 9000 } : {}),
    })
    const attempts: Attempt[] = []
    const bidding = dice.between(0, 2)
    for (let index = 0; index < bidding; index += 1) {
      const bid = { auction, bidder: bidderAt(room, index), amount: 5000 + index * 1000 }
      attempts.push(await seatAt(room, index).bid(bid))
    }
    const snapshots = await Promise.all([
      ...room.seats.map(async (seat, index) => {
        for (;;) {
          const [code] = await codesOf(
            room,
            [seat.call(bidderAt(room, index), 'close_auction', { p_auction_id: auction })],
            ['STATE', 'RTLIM'],
          )
          if (code === null) return (await rowOf(room, auction)).status
        }
      }),
      tick(room).then(() => null),
    ])
    const seen = new Set(snapshots.filter((status) => status !== null))
    insist(room, seen.size === 1, `closers saw ${[...seen].join(' and ')}`)
    insistOnAnswers(room, attempts)
    return attempts
  },
}

/** A scheduled auction about to open: pre-bids, the first bids, the same bidder twice, and the tick all at its start. */
export const openingBids: Race = {
  name: 'opening-bids',
  size: { seats: 12, bidders: 6 },
  async round(room, dice) {
    const isEarly = dice.chance(0.5)
    const opensIn = isEarly ? 60 : 0
    const auction = await room.shortAuction({ lasts: 3_600_000, unopened: true, opensIn })
    const attempts: Attempt[] = []
    const seats = dice.shuffle(room.seats.map((_seat, index) => index))
    await Promise.all([
      ...seats.map(async (index) => {
        for (let turn = 0; turn < 3; turn += 1) {
          const amount = 1000 + dice.between(0, 40) * 100
          const bid = { auction, bidder: bidderAt(room, index), amount }
          attempts.push(await seatAt(room, index).bid(bid))
        }
      }),
      tick(room),
    ])
    insistOnAnswers(room, attempts)
    while ((await rowOf(room, auction)).status !== 'live') await tick(room)
    return attempts
  },
}

export const openLotTwice: Race = {
  name: 'open-lot-twice',
  size: { seats: 6, bidders: 4 },
  async round(room, dice) {
    const show = await room.market.show()
    const lots = await room.lots(show, 2)
    const [first = '', second = ''] = lots
    const attempts: Attempt[] = []
    const opening = room.seats.slice(0, 4).map((seat, index) =>
      seat.call(show.host, 'open_lot', {
        p_auction_id: index < 2 ? first : second,
        p_seconds: 30,
      }),
    )
    const [codes] = await Promise.all([
      codesOf(room, dice.shuffle(opening), ['STATE']),
      ...[4, 5].map((index) => bidOn(room, index, first, attempts, 3)),
    ])
    insist(
      room,
      codes.filter((code) => code === null).length === 1,
      `${codes.length} opened: ${codes}`,
    )
    insistOnAnswers(room, attempts)
    return attempts
  },
}

export const endShowAgainstOpenLot: Race = {
  name: 'end-show-against-open-lot',
  size: { seats: 4, bidders: 2 },
  async round(room) {
    const show = await room.market.show()
    const [lot = ''] = await room.lots(show, 1)
    const attempts: Attempt[] = []
    const [codes] = await Promise.all([
      codesOf(
        room,
        [
          seatAt(room, 0).call(show.host, 'open_lot', { p_auction_id: lot, p_seconds: 30 }),
          seatAt(room, 1).call(show.host, 'end_show', { p_show_id: show.id }),
        ],
        ['STATE', 'NOFND'],
      ),
      bidOn(room, 2, lot, attempts, 3),
    ])
    const [opened, ended] = codes.map((code) => code === null)
    insist(room, opened !== ended, `opened: ${opened}, ended: ${ended}`)
    insistOnAnswers(room, attempts)
    return attempts
  },
}

export const withdrawal: Race = {
  name: 'withdrawal-against-bid',
  size: { seats: 4, bidders: 4 },
  async round(room, dice) {
    const unopened = dice.chance(0.5)
    const auction = await room.shortAuction({ lasts: 3_600_000, unopened })
    const attempts: Attempt[] = []
    const [codes] = await Promise.all([
      codesOf(
        room,
        [seatAt(room, 3).call(room.market.seller, 'cancel_auction', { p_auction_id: auction })],
        ['STATE'],
      ),
      ...[0, 1, 2].map((index) => bidOn(room, index, auction, attempts, 2)),
    ])
    const hasBid = attempts.some(isAccepted)
    insist(room, hasBid !== (codes[0] === null), 'both or neither of a bid and the withdrawal')
    insistOnAnswers(room, attempts)
    return attempts
  },
}

/** A whole live show at once: bids, more time, viewers coming and going, an early closer, and ticks without a pause. */
export const liveShow: Race = {
  name: 'live-show',
  size: { seats: 14, bidders: 14 },
  async round(room, dice) {
    const show = await room.market.show()
    const [lot = ''] = await room.lots(show, 1)
    await room.market.db.as(show.host, (tx) => tx`select public.open_lot(${lot}, 30)`)
    const attempts: Attempt[] = []
    let over = false
    const acting: Promise<unknown>[] = [
      ...[0, 1, 2, 3, 4, 5].map((index) => bidOn(room, index, lot, attempts, 12)),
      ...[6, 7, 8].map((index) => comeAndGo(room, dice, index, show.id)),
      hostActs(room, show.host, show.id, lot),
      codesOf(
        room,
        [seatAt(room, 10).call(bidderAt(room, 10), 'close_auction', { p_auction_id: lot })],
        ['STATE'],
      ),
    ]
    const ticking = [0, 1].map(() => tickUntil(room, () => over))
    await Promise.all(acting).finally(() => {
      over = true
    })
    await Promise.all(ticking)
    insistOnAnswers(room, attempts)
    return attempts
  },
}

async function comeAndGo(room: Room, dice: Dice, index: number, show: string): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) {
    const name = dice.pick(['join_show', 'show_heartbeat', 'leave_show'])
    await codesOf(
      room,
      [seatAt(room, index).call(bidderAt(room, index), name, { p_show_id: show })],
      [],
    )
  }
}

async function hostActs(room: Room, host: string, show: string, lot: string): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) {
    await codesOf(
      room,
      [seatAt(room, 9).call(host, 'extend_lot', { p_auction_id: lot, p_seconds: 5 })],
      [],
    )
    await codesOf(
      room,
      [seatAt(room, 9).call(host, 'pin_lot', { p_show_id: show, p_auction_id: lot })],
      [],
    )
  }
}
