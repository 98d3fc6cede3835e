/** Random sequences of all commands of an english auction: what is stored = the model = the replay by the database. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyLedger } from '../../../web/lib/ledger/verify.ts'
import { minimumBid, type Terms } from '../model/auction.ts'
import { type Answer, type Auction, draft, ownMaximum, run } from '../model/commands.ts'
import { standard } from '../model/ladder.ts'
import { installAudit, letTimePass, violationsOf } from '../support/audit.ts'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import { buyNow, openSale, ordersOf } from '../support/sales.ts'
import { faultOf } from '../support/verify-ledger.ts'

const CASES = Number(process.env.COMMAND_CASES ?? 120)
const BIDDERS = 4

let market: Market
let admin: string
let bidders: string[]

beforeAll(async () => {
  market = await openMarket()
  await installAudit(market)
  admin = await market.admin()
  bidders = await Promise.all(Array.from({ length: BIDDERS }, () => market.bidder()))
})
afterAll(() => market.db.drop())

const terms = fc.record({
  startingPrice: fc.integer({ min: 1, max: 3000 }),
  aboveStart: fc.option(fc.integer({ min: 0, max: 4000 }), { freq: 2 }),
  buyNowAbove: fc.option(fc.integer({ min: 1, max: 5000 }), { freq: 2 }),
})

const intents: fc.Arbitrary<Intent[]> = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('bid' as const),
        bidder: fc.nat({ max: BIDDERS - 1 }),
        aim: fc.constantFrom('minimum' as const, 'maximum' as const, 'own' as const),
        offset: fc.oneof(fc.integer({ min: -2, max: 2 }), fc.integer({ min: 0, max: 3000 })),
        isMax: fc.constantFrom(true, true, true, false),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('open' as const) }) },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('withdraw' as const), which: fc.nat({ max: 9 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('buyNow' as const),
        bidder: fc.nat({ max: BIDDERS - 1 }),
      }),
    },
  ),
  { minLength: 4, maxLength: 22, size: 'max' },
)

type Intent =
  | {
      kind: 'bid'
      bidder: number
      aim: 'minimum' | 'maximum' | 'own'
      offset: number
      isMax: boolean
    }
  | { kind: 'open' }
  | { kind: 'withdraw'; which: number }
  | { kind: 'buyNow'; bidder: number }

interface Executed {
  answer: { outcome: string; code: string | null; minimum?: unknown }
  expected: Answer
  auction: Auction
}

const bidderOf = (index: number): string => bidders[index] ?? ''

/** Amounts depend on what the commands before have done. */
function amountOf(auction: Auction, intent: Extract<Intent, { kind: 'bid' }>): number {
  const { state, terms: rules } = auction
  const targets = {
    minimum: state === null ? rules.startingPrice : minimumBid(rules, state),
    maximum: state?.maximum ?? rules.startingPrice,
    own: ownMaximum(auction, bidderOf(intent.bidder)) ?? rules.startingPrice,
  }
  return Math.max(1, targets[intent.aim] + intent.offset)
}

/** Null where there was nothing to do or to compare. */
async function execute(auction: Auction, id: string, intent: Intent): Promise<Executed | null> {
  switch (intent.kind) {
    case 'bid': {
      const [bidder, amount] = [bidderOf(intent.bidder), amountOf(auction, intent)]
      const { isMax } = intent
      const reply = await market.bid(bidder, id, amount, { isMax })
      const answer = { outcome: reply.outcome, code: reply.code, minimum: reply.detail?.min_cents }
      return { answer, ...told(run(auction, { kind: 'bid', bidder, amount, isMax })) }
    }
    case 'buyNow': {
      const bidder = bidderOf(intent.bidder)
      const { outcome, code } = await buyNow(market, bidder, id)
      return { answer: { outcome, code }, ...told(run(auction, { kind: 'buyNow', bidder })) }
    }
    case 'open': {
      if (auction.state !== null) return null
      await market.db
        .sql`update public.auctions set starts_at = date_trunc('milliseconds', clock_timestamp()) where id = ${id}`
      await market.db.sql`select private.open_auction(${id}, null)`
      return { answer: { outcome: 'done', code: null }, ...told(run(auction, { kind: 'open' })) }
    }
    case 'withdraw': {
      const seq = auction.standing[intent.which % Math.max(1, auction.standing.length)] ?? 1
      const attempt = call(
        market.db,
        admin,
        'void_bid',
        { p_auction_id: id, p_seq: seq, p_reason: 'A test' },
        { aal: 'aal2' },
      )
      const result = run(auction, { kind: 'withdraw', seq })
      if (result.answer.outcome === 'refused') {
        expect((await failureOf(attempt)).code).toMatch(/NOFND|STATE/)
        return null
      }
      await attempt
      return { answer: { outcome: 'done', code: null }, ...told(result) }
    }
  }
}

const told = ({ auction, answer }: { auction: Auction; answer: Answer }) => ({
  auction,
  expected: answer,
})

async function storedState(id: string) {
  const [row] = await market.db.admin`
    select seq, price_cents::float8 as price, leader_id as leader, leader_max_cents::float8 as maximum, bid_count as "bidCount",
      reserve_met as "reserveMet"
    from private.last_event(${id}) where seq is not null`
  return row ?? null
}

function modelState({ state }: Auction) {
  if (state === null) return null
  const { endsAt: _end, ...rest } = state
  return rest
}

test(`all commands agree with the reference model and with the replay in ${CASES} random auctions`, {
  // A busy machine is slow, not wrong.
  timeout: 60_000 + CASES * 2000,
}, async () => {
  const seen = new Map<string, number>()
  const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1)
  await fc.assert(
    fc.asyncProperty(terms, intents, async ({ startingPrice, aboveStart, buyNowAbove }, wishes) => {
      const reserve = aboveStart === null ? null : startingPrice + aboveStart
      const buyNowPrice = buyNowAbove === null ? null : (reserve ?? startingPrice) + buyNowAbove
      const rules: Terms = { ladder: standard, startingPrice, reserve, softClose: 0, hardEnd: null }
      const id = await openSale(market, {
        startingPrice,
        ...(reserve === null ? {} : { reserve }),
        ...(buyNowPrice === null ? {} : { buyNow: buyNowPrice }),
        startsIn: 3600,
        softClose: 0,
      })
      let auction = draft(rules, buyNowPrice)
      for (const intent of [...wishes, { kind: 'open' } as const]) {
        await market.forgetRates()
        const done = await execute(auction, id, intent)
        if (done === null) continue
        expect({ minimum: undefined, ...done.answer }).toEqual({
          minimum: undefined,
          ...done.expected,
        })
        auction = done.auction
        expect(await storedState(id)).toEqual(modelState(auction))
        count(`${intent.kind} ${done.expected.outcome}`)
      }
      for (const bidder of bidders) {
        const own = auction.ended ? null : ownMaximum(auction, bidder)
        const { you } = await market.snapshot(id, bidder)
        if (!auction.ended) expect(you?.max_cents).toBe(own)
      }
      expect(await violationsOf(market, id)).toEqual([])
      if (!auction.ended) {
        await letTimePass(market, id)
        await call(market.db, bidderOf(0), 'close_auction', { p_auction_id: id })
      }
      const ledger = await market.ledger(id)
      expect(faultOf(ledger)).toBeNull()
      const { fault } = await verifyLedger(ledger)
      expect(fault, JSON.stringify(ledger, null, 1)).toBeUndefined()
      const { state } = auction
      if (state === null) throw new Error('never opened')
      const sold = state.leader !== null && state.reserveMet
      const kinds = auction.ended ? auction.kinds : [...auction.kinds, sold ? 'sold' : 'unsold']
      expect(ledger.map((row) => row.kind)).toEqual(kinds)
      const orders = await ordersOf(market, id)
      expect(orders.map((order) => [order.buyer_id, order.cents])).toEqual(
        sold ? [[state.leader, state.price]] : [],
      )
      expect(await violationsOf(market, id)).toEqual([])
      count(sold ? 'sold' : 'unsold')
    }),
    { numRuns: CASES },
  )
  for (const what of [
    ...['bid leading', 'bid outbid', 'bid pending', 'bid refused', 'withdraw done'],
    ...['buyNow bought', 'buyNow refused', 'sold', 'unsold'],
  ]) {
    expect(seen.get(what) ?? 0, `${what}: ${JSON.stringify([...seen])}`).toBeGreaterThan(CASES / 50)
  }
  console.log(`random commands: ${JSON.stringify(Object.fromEntries(seen))}`)
})

test('the audit finds a changed event, a changed maximum, a missing order and a foreign one', async () => {
  const broken = async (damage: (id: string) => Promise<unknown>): Promise<string> => {
    const id = await openSale(market, { softClose: 0 })
    await market.bid(bidderOf(0), id, 5000)
    await market.bid(bidderOf(1), id, 2000)
    await letTimePass(market, id)
    await call(market.db, bidderOf(0), 'close_auction', { p_auction_id: id })
    expect(await violationsOf(market, id)).toEqual([])
    await damage(id)
    return (await violationsOf(market, id)).join('; ')
  }
  const asSuperuser = (run: (id: string) => string) => (id: string) =>
    market.db.admin.begin(async (tx) => {
      await tx`set local session_replication_role = replica`
      await tx.unsafe(run(id))
    })
  expect(
    await broken(
      asSuperuser(
        (id) =>
          `update private.auction_events set amount_cents = 1999 where auction_id = '${id}' and seq = 3`,
      ),
    ),
  ).toContain('event 3: was changed after it was sealed')
  expect(
    await broken(
      asSuperuser(
        (id) =>
          `update private.auction_events set max_cents = 1999 where auction_id = '${id}' and seq = 3`,
      ),
    ),
  ).toContain('the state is not the replay')
  expect(
    await broken(
      asSuperuser(
        (id) => `delete from private.auction_events where auction_id = '${id}' and seq = 2`,
      ),
    ),
  ).toContain('is not the next one')
  expect(
    await broken(asSuperuser((id) => `delete from public.order_items where auction_id = '${id}'`)),
  ).toContain('the first order is not its buyer')
  expect(
    await broken(
      asSuperuser(
        (id) =>
          `update public.orders set buyer_id = '${bidderOf(1)}' where id in (select order_id from public.order_items where auction_id = '${id}')`,
      ),
    ),
  ).toContain('the first order is not its buyer')
  const found = await market.db.sql`select private.audit_ledgers() as found`
  expect(found).toEqual([{ found: expect.any(Number) }])
  expect(Number(found[0]?.found)).toBeGreaterThanOrEqual(5)
  expect(await market.db.sql`select private.audit_ledgers() as found`).toEqual([{ found: 0 }])
})
