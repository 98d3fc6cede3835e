/** Random auctions: the database and the reference model must tell the same story, and the invariants must hold in it. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bid, close, minimumBid, type State, type Terms } from '../model/auction.ts'
import { live, standard } from '../model/ladder.ts'
import { type Aim, aimAt, aims, type Replay, replay } from '../model/replay.ts'
import { type Market, openMarket } from '../support/market.ts'
import {
  installPlay,
  type Play,
  type PlayBid,
  type Played,
  type PlayTerms,
} from '../support/play.ts'
import { faultOf } from '../support/verify-ledger.ts'

const CASES = Number(process.env.PROPERTY_CASES ?? 1000)
const LARGEST = 9_999_999_999
const BIDDERS = 4
const MAX_BIDS = 18

let market: Market
let play: Play
let bidders: string[]

beforeAll(async () => {
  market = await openMarket()
  play = await installPlay(market.db, market.category)
  bidders = await Promise.all(Array.from({ length: BIDDERS }, () => market.bidder()))
})
afterAll(() => market.db.drop())

interface Intent {
  bidder: number
  isMax: boolean
  aim: Aim
  offset: number
}

const price = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 20_000 }) },
  { weight: 1, arbitrary: fc.constantFrom(1, 99, 100, 499, 500, 2499, 2500, 10_000, 500_000) },
  { weight: 1, arbitrary: fc.integer({ min: LARGEST - 30_000, max: LARGEST }) },
)

const terms: fc.Arbitrary<PlayTerms> = fc
  .record({
    startingPrice: price,
    above: fc.option(fc.integer({ min: 0, max: 12_000 }), { freq: 2 }),
    ladder: fc.constantFrom('standard' as const, 'live' as const),
    softClose: fc.constantFrom(0, 10, 120),
    runsFor: fc.constantFrom(60, 3600),
    hardEndAfter: fc.constantFrom(0, 30, 86_400),
  })
  .map(({ above, ...rest }) => ({
    ...rest,
    reserve: above === null ? null : Math.min(rest.startingPrice + above, LARGEST),
  }))

const intents: fc.Arbitrary<Intent[]> = fc.array(
  fc.record({
    bidder: fc.nat({ max: BIDDERS - 1 }),
    isMax: fc.constantFrom(true, true, true, false),
    aim: fc.constantFrom('minimum' as const, 'minimum' as const, 'maximum' as const, ...aims),
    offset: fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min: -2, max: 2 }) },
      { weight: 1, arbitrary: fc.integer({ min: -500, max: 6000 }) },
    ),
  }),
  { minLength: 1, maxLength: MAX_BIDS, size: 'max' },
)

const modelTerms = (played: PlayTerms, hardEnd: number | null): Terms => ({
  ladder: played.ladder === 'live' ? live : standard,
  startingPrice: played.startingPrice,
  reserve: played.reserve,
  softClose: played.softClose * 1000,
  hardEnd,
})

/** Amounts depend on what the bids before have done; the model knows, and no reply depends on the time. */
function bidsOf(playTerms: PlayTerms, wishes: Intent[]): PlayBid[] {
  const bids: PlayBid[] = []
  const rules = modelTerms(playTerms, null)
  replay(
    rules,
    Number.MAX_SAFE_INTEGER,
    wishes.map(({ bidder, isMax, aim, offset }) => (state) => {
      const amount = Math.min(Math.max(aimAt(aim, rules, state) + offset, 1), LARGEST)
      const bid = { bidder: bidders[bidder] ?? '', amount, isMax }
      bids.push(bid)
      return { ...bid, at: 0 }
    }),
  )
  return bids
}

/** The model over the same bids at the times that the database has stamped. */
function modelOf(playTerms: PlayTerms, bids: PlayBid[], played: Played): Replay {
  const [opened] = played.events
  if (!opened) throw new Error('an empty ledger')
  const timed = bids.map((bid, index) => {
    const seq = played.replies[index]?.seq
    const stamped = played.events.find((event) => event.seq === seq)
    return (): Bid => ({ ...bid, at: stamped?.placed_at ?? opened.placed_at })
  })
  return replay(modelTerms(playTerms, played.hard_end), opened.ends_at, timed)
}

function expectSameLedger(model: Replay, played: Played): void {
  const expected = model.events.flatMap((event, index) => {
    if (event.kind === 'raise') return []
    const { leader, maximum, bidCount, reserveMet, endsAt, bidder, ...rest } = event
    // A silent raise makes no event: it lifts the leader's secret maximum in the row before it.
    const nextPublic = model.events.findIndex((e, at) => at > index && e.kind !== 'raise')
    const raises = model.events.slice(index + 1, nextPublic === -1 ? undefined : nextPublic)
    return {
      ...rest,
      bidder_id: bidder,
      leader_id: leader,
      leader_max: raises.reduce((max, e) => (e.kind === 'raise' ? e.maximum : max), maximum),
      bid_count: bidCount,
      reserve_met: reserveMet,
      ends_at: endsAt,
    }
  })
  expect(played.events.map(({ placed_at: _at, ...event }) => event)).toEqual(expected)
}

function expectSameReplies(rules: Terms, model: Replay, played: Played): void {
  const replies = played.replies.map((reply) => ({
    outcome: reply.outcome,
    code: reply.code,
    minimum: reply.detail?.min_cents,
    ownMaximum: reply.your_max_cents,
    next: reply.min_bid_cents,
    seq: [reply.seq, reply.version],
    price: reply.price_cents,
    bidCount: reply.bid_count,
    reserveMet: reply.reserve_met,
    endsAt: Date.parse(reply.ends_at),
    anyLeader: reply.leader !== null,
  }))
  const expected = model.steps.map(({ decision, state, ownMaximum }) => ({
    outcome: decision.outcome,
    code: decision.outcome === 'refused' ? decision.code : null,
    minimum: decision.outcome === 'refused' ? decision.minimum : undefined,
    ownMaximum,
    next: minimumBid(rules, state),
    seq: [state.seq, state.seq],
    price: state.price,
    bidCount: state.bidCount,
    reserveMet: state.reserveMet,
    endsAt: state.endsAt,
    anyLeader: state.leader !== null,
  }))
  expect(replies).toEqual(expected)
}

function expectInvariants(played: Played): void {
  expect(faultOf(played.ledger)).toBeNull()
  for (const [index, event] of played.events.entries()) {
    const before = played.events[index - 1]
    if (!before) continue
    expect(event.price).toBeGreaterThanOrEqual(before.price)
    expect(event.placed_at).toBeGreaterThanOrEqual(before.placed_at)
    expect(event.placed_at).toBeLessThan(before.ends_at)
    expect(event.ends_at).toBeGreaterThanOrEqual(before.ends_at)
  }
}

function expectOneEnd(rules: Terms, state: State, played: Played): void {
  // A price at the very top leaves no bid high enough to be told that it is late.
  const code = minimumBid(rules, state) <= LARGEST ? 'LATEB' : expect.stringMatching('LATEB|LOWBD')
  expect(played.late).toMatchObject({ outcome: 'refused', code, seq: state.seq })
  const end = close(state)
  if (end.kind === 'raise') throw new Error('not an end')
  const sold = end.kind === 'sold'
  expect(played.ledger.slice(state.seq)).toMatchObject([
    { kind: end.kind, amount_cents: end.amount, price_cents: end.price, bid_count: end.bidCount },
  ])
  expect(played.orders).toEqual(sold ? [{ buyer_id: end.leader, items_cents: end.price }] : [])
}

test(`place_bid agrees with the reference model in ${CASES} random auctions`, {
  timeout: 60_000 + CASES * 200,
}, async () => {
  const seen = { leading: 0, outbid: 0, refused: 0, raise: 0, sold: 0, unsold: 0, extended: 0 }
  await fc.assert(
    fc.asyncProperty(terms, intents, async (playTerms, wishes) => {
      const bids = bidsOf(playTerms, wishes)
      const played = await play(market.seller, playTerms, bids)
      const model = modelOf(playTerms, bids, played)
      expectSameLedger(model, played)
      const rules = modelTerms(playTerms, played.hard_end)
      expectSameReplies(rules, model, played)
      expectInvariants(played)
      expectOneEnd(rules, model.state, played)
      for (const { decision } of model.steps) seen[decision.outcome]++
      seen.raise += model.events.filter((event) => event.kind === 'raise').length
      seen[played.orders.length === 1 ? 'sold' : 'unsold']++
      if (played.events.at(-1)?.ends_at !== played.events[0]?.ends_at) seen.extended++
    }),
    { numRuns: CASES },
  )
  // Random cases prove nothing about a branch they never took.
  for (const [what, count] of Object.entries(seen)) {
    expect(count, `${what}: ${JSON.stringify(seen)}`).toBeGreaterThan(CASES / 50)
  }
  console.log(`random auctions: ${JSON.stringify(seen)}`)
})
