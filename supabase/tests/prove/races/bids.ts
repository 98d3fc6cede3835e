/** Bids against bids. */
import type { Dice } from '../dice.ts'
import { newKey, type Room } from '../room.ts'
import { type Attempt, isAccepted } from '../seat.ts'
import { bidderAt, insist, insistOnAnswers, type Race, seatAt } from './race.ts'

const SHOULDER_MS = 20
const CROWD = 50

/** What a random bidder aims at, knowing only the last reply: the minimum, a maximum, a jump, sometimes nonsense. */
async function wander(
  room: Room,
  dice: Dice,
  index: number,
  auction: string,
  turns: number,
  attempts: Attempt[],
): Promise<void> {
  const bidder = bidderAt(room, index)
  let minimum = 1000
  let own = 0
  for (let turn = 0; turn < turns; turn += 1) {
    const aim = dice.pick(['minimum', 'minimum', 'maximum', 'raise', 'low', 'again'] as const)
    const previous = attempts.findLast((attempt) => attempt.bidder === bidder)
    const isAgain = aim === 'again' && previous !== undefined
    const amounts = {
      minimum,
      maximum: minimum + dice.between(1, 8000),
      raise: Math.max(own, minimum) + dice.between(1, 3000),
      low: Math.max(1, minimum - dice.between(1, 500)),
      again: minimum,
    }
    const attempt = await seatAt(room, index).bid(
      isAgain
        ? previous
        : { auction, bidder, amount: amounts[aim], isMax: dice.chance(0.75), key: newKey() },
    )
    attempts.push(attempt)
    if (attempt.answer.kind !== 'reply') continue
    minimum = attempt.answer.reply.min_bid_cents
    own = attempt.answer.reply.your_max_cents ?? 0
  }
}

export const storm: Race = {
  name: 'storm',
  size: { seats: 16, bidders: 11 },
  async round(room, dice) {
    const startingPrice = 1000
    const auction = await room.shortAuction({
      lasts: dice.pick([3_600_000, 60_000]),
      startingPrice,
      softClose: dice.pick([0, 120]),
      ladder: dice.pick(['standard', 'live']),
      ...(dice.chance(0.4) ? { reserve: startingPrice + dice.between(0, 20_000) } : {}),
    })
    const attempts: Attempt[] = []
    // Sixteen connections of eleven bidders: some bid against themselves.
    await Promise.all(
      room.seats.map((_seat, index) => wander(room, dice, index, auction, 8, attempts)),
    )
    insistOnAnswers(room, attempts)
    return attempts
  },
}

export const lastMoment: Race = {
  name: 'last-moment',
  size: { seats: CROWD, bidders: CROWD },
  async round(room, dice) {
    const softClose = dice.pick([0, 0, 1])
    const opened = Date.now()
    const lasts = 150 + dice.between(0, 100)
    const auction = await room.shortAuction({ lasts, softClose, hardEndAfter: 60 })
    const end = await endOf(room, auction)
    insist(room, end - opened < 60_000, `the end is ${end - opened} ms away`)
    const attempts: Attempt[] = []
    await Promise.all(
      room.seats.map(async (seat, index) => {
        const at = end - dice.between(0, SHOULDER_MS)
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, at - Date.now())))
        const amount = 1000 + dice.between(0, 200) * 50
        attempts.push(await seat.bid({ auction, bidder: bidderAt(room, index), amount }))
      }),
    )
    await waitFor(room, auction)
    insistOnAnswers(room, attempts)
    // The tick of the check closes it.
    return attempts
  },
}

export const sameKey: Race = {
  name: 'same-key',
  size: { seats: 10, bidders: 3 },
  async round(room, dice) {
    const auction = await room.shortAuction({ lasts: 3_600_000 })
    const [ann, bob] = [bidderAt(room, 0), bidderAt(room, 1)]
    const situation = dice.pick(['first', 'beaten', 'lead', 'raise', 'jump'] as const)
    const before =
      situation === 'first' ? [] : [{ bidder: situation === 'raise' ? ann : bob, amount: 5000 }]
    const attempts: Attempt[] = []
    for (const bid of before) attempts.push(await seatAt(room, 0).bid({ auction, ...bid }))
    const amount = { first: 1000, beaten: 3000, lead: 9000, raise: 9000, jump: 7000 }[situation]
    const bid = { auction, bidder: ann, amount, isMax: situation !== 'jump', key: newKey() }
    const same = await Promise.all(room.seats.map((seat) => seat.bid(bid)))
    // And once more when all is over, after somebody else has moved the price.
    const later = await seatAt(room, 1).bid({ auction, bidder: bob, amount: 20_000 })
    const again = await seatAt(room, 2).bid(bid)
    const replies = [...same, again].map(({ answer }) => {
      if (answer.kind !== 'reply') return answer.message
      const { server_time: _clock, ...rest } = answer.reply
      return JSON.stringify(rest)
    })
    insist(
      room,
      new Set(replies).size === 1,
      `${situation}: one key, ${new Set(replies).size} replies`,
    )
    attempts.push(...same, later, again)
    insistOnAnswers(room, attempts)
    return attempts
  },
}

/** A client that breaks the rule of one key for one bid must still not get two bids. */
export const mixedKey: Race = {
  name: 'mixed-key',
  size: { seats: 6, bidders: 2 },
  async round(room, dice) {
    const auction = await room.shortAuction({ lasts: 3_600_000 })
    const bidder = bidderAt(room, 0)
    const key = newKey()
    const attempts = await Promise.all(
      room.seats.map((seat, index) =>
        seat.bid({ auction, bidder, amount: 1000 + index * 700, isMax: dice.chance(0.7), key }),
      ),
    )
    const accepted = attempts.filter(isAccepted)
    insist(room, accepted.length === 1, `one key, ${accepted.length} different bids accepted`)
    insistOnAnswers(room, attempts, ['IDMPT', '23505'])
    return attempts
  },
}

/** Milliseconds since 1970, by the server's clock, which is this machine's. */
async function endOf(room: Room, auction: string): Promise<number> {
  return Date.parse((await room.market.snapshot(auction)).ends_at ?? '')
}

/** Until the end has passed, extensions included. */
async function waitFor(room: Room, auction: string): Promise<void> {
  for (;;) {
    const wait = (await endOf(room, auction)) - Date.now()
    if (wait < 0) return
    await new Promise((resolve) => setTimeout(resolve, wait + 1))
  }
}
