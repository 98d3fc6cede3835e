/** Races on connections of their own. Whatever the order, the ledger tells one story and every reply is true to it. */
import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { rowsOf } from '../support/call.ts'
import { enterRequest } from '../support/caller.ts'
import { type Market, openMarket } from '../support/market.ts'
import type { BidReply, LedgerRow } from '../support/shapes.ts'
import { faultOf } from '../support/verify-ledger.ts'

const CONNECTIONS = 16

let market: Market
let connections: Sql[]
let bidders: string[]

beforeAll(async () => {
  market = await openMarket()
  connections = Array.from({ length: CONNECTIONS }, () => market.db.connect('authenticator'))
  await Promise.all(connections.map((connection) => connection`select 1`))
  bidders = await Promise.all(connections.map(() => market.bidder()))
})
afterAll(() => market.db.drop())
beforeEach(() => market.forgetRates())

/** A command on the connection of that number. */
async function on<T>(
  index: number,
  caller: string,
  name: string,
  args: Record<string, string | number>,
): Promise<T> {
  const connection = connections[index]
  if (!connection) throw new Error(`no connection ${index}`)
  const rows: T[] = []
  await connection.begin(async (tx) => {
    await enterRequest(tx, caller, {})
    rows.push(...(await rowsOf<T>(tx, name, args)))
  })
  const [first] = rows
  if (first === undefined) throw new Error(`${name} returned no row`)
  return first
}

const bidOn = (
  index: number,
  auction: string,
  amount: number,
  bidder = bidders[index],
  key: string = randomUUID(),
) =>
  on<BidReply>(index, bidder ?? '', 'place_bid', {
    p_auction_id: auction,
    p_amount_cents: amount,
    p_idempotency_key: key,
  })

/** Every acknowledged bid is in the ledger, no refused one is, and each accepted reply shows the row it points to. */
async function expectTrueReplies(auction: string, replies: BidReply[]): Promise<LedgerRow[]> {
  const ledger = await market.ledger(auction)
  expect(faultOf(ledger)).toBeNull()
  const accepted = replies.filter((reply) => reply.outcome !== 'refused')
  const silent = await market.db.sql`select 1 from private.max_bids where auction_id = ${auction}`
  const bids = ledger.filter((row) => row.kind === 'bid').length
  expect(bids + silent.length).toBe(accepted.length)
  for (const reply of accepted) {
    const row = ledger[reply.seq - 1]
    expect(row).toMatchObject({
      hash: reply.head,
      price_cents: reply.price_cents,
      leader: reply.leader,
    })
    expect(Date.parse(row?.placed_at ?? '')).toBeLessThan(Date.parse(row?.ends_at ?? ''))
  }
  for (const [index, row] of ledger.entries()) {
    expect(row.price_cents).toBeGreaterThanOrEqual(ledger[index - 1]?.price_cents ?? 0)
  }
  return ledger
}

test('two bidders, the same amount: one leads, the other is outbid or refused (LOWBD)', async () => {
  for (let round = 0; round < 20; round++) {
    const auction = await market.auction()
    const replies = await Promise.all([bidOn(0, auction, 1000), bidOn(1, auction, 1000)])
    expect(replies.filter((reply) => reply.outcome === 'leading')).toHaveLength(1)
    const loser = replies.find((reply) => reply.outcome !== 'leading')
    expect(loser).toMatchObject({ outcome: 'refused', code: 'LOWBD', detail: { min_cents: 1050 } })
    await expectTrueReplies(auction, replies)

    const high = await market.auction()
    const tied = await Promise.all([bidOn(0, high, 5000), bidOn(1, high, 5000)])
    expect(tied.map((reply) => reply.outcome).sort()).toEqual(['leading', 'outbid'])
    expect(await market.snapshot(high)).toMatchObject({ price_cents: 5000, bid_count: 2 })
    await expectTrueReplies(high, tied)
    await market.forgetRates()
  }
})

test('sixteen bidders at once: the highest maximum leads at the second one plus a step', async () => {
  for (let round = 0; round < 5; round++) {
    const auction = await market.auction()
    const maxima = bidders.map(
      (_bidder, index) => 20_000 + ((index * 7 + round) % CONNECTIONS) * 2000,
    )
    const replies = await Promise.all(maxima.map((amount, index) => bidOn(index, auction, amount)))
    const ledger = await expectTrueReplies(auction, replies)
    const winner = bidders[maxima.indexOf(50_000)] ?? ''
    expect((await market.snapshot(auction, winner)).you).toMatchObject({
      leading: true,
      max_cents: 50_000,
    })
    // Maxima lie further apart than the step of 500, so the second one always counts.
    expect(ledger.at(-1)?.price_cents).toBe(48_500)
  }
})

test('sixteen bidders over several rounds: replies stay true and the price never falls', async () => {
  const auction = await market.auction({ ladder: 'live' })
  const replies: BidReply[] = []
  await Promise.all(
    bidders.map(async (_bidder, index) => {
      for (let turn = 1; turn <= 8; turn++) {
        replies.push(await bidOn(index, auction, 1000 + turn * 700 + ((index * 37) % 500)))
      }
    }),
  )
  await expectTrueReplies(auction, replies)
  expect(
    replies.filter((reply) => reply.outcome === 'refused').every((reply) => reply.code === 'LOWBD'),
  ).toBe(true)
})

test('the same key from ten connections: one bid, one reply', async () => {
  for (const amount of [1000, 5000]) {
    const auction = await market.auction()
    const key = randomUUID()
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_value, index) => bidOn(index, auction, amount, bidders[0], key)),
    )
    expect(
      new Set(replies.map(({ server_time: _clock, ...rest }) => JSON.stringify(rest))).size,
    ).toBe(1)
    expect(replies[0]).toMatchObject({ outcome: 'leading', seq: 2 })
    expect(await market.ledger(auction)).toHaveLength(2)
  }
})

test('the same key from ten connections on a silent raise: one raise, one reply', async () => {
  const auction = await market.auction()
  const [leader = ''] = bidders
  await market.bid(leader, auction, 5000)
  const key = randomUUID()
  const replies = await Promise.all(
    Array.from({ length: 10 }, (_value, index) => bidOn(index, auction, 6000, leader, key)),
  )
  expect(
    new Set(replies.map((reply) => `${reply.outcome} ${reply.seq} ${reply.your_max_cents}`)),
  ).toEqual(new Set(['leading 2 6000']))
  const raises = await market.db.sql`select 1 from private.max_bids where auction_id = ${auction}`
  expect(raises).toHaveLength(1)
})

test('bids against the close: nothing is accepted at or after the end, and the winner is the last leader', async () => {
  for (let round = 0; round < 6; round++) {
    const auction = await market.auction({ softClose: 0 })
    await market.endIn(auction, 60)
    const replies: BidReply[] = []
    let closed = false
    const bidding = bidders.slice(0, 8).map(async (_bidder, index) => {
      for (let turn = 0; !closed; turn++) {
        replies.push(await bidOn(index, auction, 1000 + turn * 100 + index))
        if (replies.at(-1)?.code === 'RTLIM') await market.forgetRates()
      }
    })
    const closing = [8, 9].map(async (index) => {
      for (;;) {
        const done = await on(index, bidders[index] ?? '', 'close_auction', {
          p_auction_id: auction,
        }).then(
          () => true,
          (error: unknown) => {
            const code: unknown = Reflect.get(Object(error), 'code')
            if (code === 'STATE') return false
            if (code === 'RTLIM') return market.forgetRates().then(() => false)
            throw error
          },
        )
        if (done) return
      }
    })
    await Promise.all(closing)
    closed = true
    await Promise.all(bidding)
    const ledger = await expectTrueReplies(auction, replies)
    const end = ledger.at(-1)
    const winner = ledger.at(-2)?.leader ?? null
    expect(end).toMatchObject({ kind: winner === null ? 'unsold' : 'sold', leader: winner })
    for (const row of ledger.slice(0, -1)) {
      expect(Date.parse(row.placed_at)).toBeLessThan(Date.parse(end?.ends_at ?? ''))
    }
    const orders = await market.db
      .sql`select 1 from public.order_items where auction_id = ${auction}`
    expect(orders).toHaveLength(winner === null ? 0 : 1)
    await market.forgetRates()
  }
})

test('sixteen closers: one closing event and one order', async () => {
  const auction = await market.auction()
  await bidOn(0, auction, 5000)
  await market.endIn(auction, -1)
  const snapshots = await Promise.all(
    bidders.map((bidder, index) =>
      on<{ status: string; version: number }>(index, bidder, 'close_auction', {
        p_auction_id: auction,
      }),
    ),
  )
  expect(new Set(snapshots.map(({ status, version }) => `${status} ${version}`))).toEqual(
    new Set(['sold 3']),
  )
  expect((await market.ledger(auction)).map((row) => row.kind)).toEqual(['opened', 'bid', 'sold'])
  const orders = await market.db.sql`select 1 from public.order_items where auction_id = ${auction}`
  expect(orders).toHaveLength(1)
})

test('the withdrawal of an auction against its first bid: one of the two happens', async () => {
  for (let round = 0; round < 10; round++) {
    const auction = await market.auction()
    const [bid, withdrawal] = await Promise.allSettled([
      bidOn(0, auction, 1000),
      on(1, market.seller, 'cancel_auction', { p_auction_id: auction }),
    ])
    const accepted = bid.status === 'fulfilled' && bid.value.outcome === 'leading'
    expect(accepted).toBe(withdrawal.status === 'rejected')
    expect((await market.ledger(auction)).at(-1)?.kind).toBe(accepted ? 'bid' : 'cancelled')
    await market.forgetRates()
  }
})
