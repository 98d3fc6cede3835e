/** The public verifier against the real database: what place_bid writes must verify, row by row as PostgREST sends it. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Verdict, verifyLedger } from '../../../web/lib/ledger/verify.ts'
import { type Market, openMarket } from '../support/market.ts'
import {
  type Intent,
  installRealLedgers,
  type LedgerTerms,
  type RealLedgers,
} from '../support/real-ledgers.ts'
import type { LedgerRow } from '../support/shapes.ts'

const CASES = Number(process.env.LEDGER_CASES ?? 120)
const BIDDERS = 4

let market: Market
let ledgers: RealLedgers

beforeAll(async () => {
  market = await openMarket()
  const bidders = await Promise.all(Array.from({ length: BIDDERS }, () => market.bidder()))
  ledgers = await installRealLedgers(market, bidders)
})
afterAll(() => market.db.drop())

const terms: fc.Arbitrary<LedgerTerms> = fc
  .record({
    startingPrice: fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 60_000 })),
    above: fc.option(fc.oneof(fc.integer({ min: 0, max: 9000 }), fc.constant(500_000)), {
      freq: 2,
    }),
    ladder: fc.constantFrom('standard' as const, 'live' as const),
    softClose: fc.constantFrom(0, 10, 120, 600),
    runsFor: fc.constantFrom(60, 600),
    hardEndAfter: fc.constantFrom(0, 5, 30, 86_400),
  })
  .map(({ above, ...rest }) => ({
    ...rest,
    reserve: above === null ? null : rest.startingPrice + above,
  }))

const intents: fc.Arbitrary<Intent[]> = fc.array(
  fc.record({
    bidder: fc.nat({ max: BIDDERS - 1 }),
    isMax: fc.constantFrom(true, true, true, false),
    aim: fc.constantFrom('minimum', 'minimum', 'maximum', 'maximum', 'reserve', 'price', 'extend'),
    offset: fc.oneof(fc.integer({ min: -2, max: 2 }), fc.integer({ min: -500, max: 6000 })),
  }),
  { minLength: 0, maxLength: 16, size: 'max' },
)

/** What random bidding must have reached, or the property has shown little. */
function branchesOf(rows: readonly LedgerRow[]): string[] {
  return rows.flatMap((row, index) => {
    const [before, after] = [rows[index - 1], rows[index + 1]]
    const isOwn = row.kind === 'bid' && before?.leader === row.bidder
    return [
      row.kind,
      ...(row.kind === 'auto_bid' && after?.kind === 'bid' ? ['shown and beaten'] : []),
      ...(row.kind === 'bid' && row.leader !== row.bidder ? ['beaten at once'] : []),
      ...(isOwn ? [before.reserve_met ? 'own jump' : 'own raise below the reserve'] : []),
      ...(row.kind === 'bid' && before && row.ends_at !== before.ends_at ? ['soft close'] : []),
      ...(before && row.reserve_met && !before.reserve_met ? ['reserve reached'] : []),
    ]
  })
}

test(`every ledger of ${CASES} random auctions verifies, running and closed`, {
  timeout: CASES * 1000,
}, async () => {
  const seen = new Map<string, number>()
  const head = async (auction: string) => (await market.snapshot(auction)).head
  const expectGood = (verdict: Verdict, rows: readonly LedgerRow[]) =>
    expect(verdict, JSON.stringify(rows, null, 1)).toMatchObject({ ok: true, events: rows.length })
  await fc.assert(
    fc.asyncProperty(terms, intents, fc.boolean(), async (rules, wishes, inShow) => {
      const auction = await ledgers[inShow ? 'lot' : 'timed'](rules, wishes)
      const running = await ledgers.rows(auction)
      expectGood(await verifyLedger(running), running)
      await ledgers.end(auction)
      const rows = await ledgers.rows(auction)
      const snapshot = await market.snapshot(auction)
      const verdict = await verifyLedger(rows, { expectedHead: (await head(auction)) ?? '' })
      expectGood(verdict, rows)
      const { leader, price_cents, bid_count, reserve_met, status: kind, version: seq } = snapshot
      expect(verdict.finalState).toMatchObject({
        leader,
        price_cents,
        bid_count,
        reserve_met,
        kind,
        seq,
      })
      for (const branch of branchesOf(rows)) seen.set(branch, (seen.get(branch) ?? 0) + 1)
    }),
    { numRuns: CASES },
  )
  const expected = ['opened', 'bid', 'auto_bid', 'extended', 'sold', 'unsold', 'shown and beaten']
  expected.push('beaten at once', 'own jump', 'own raise below the reserve', 'soft close')
  for (const branch of [...expected, 'reserve reached']) {
    expect(seen.get(branch) ?? 0, branch).toBeGreaterThan(CASES / 60)
  }
  console.log(`random ledgers: ${JSON.stringify(Object.fromEntries(seen))}`)
})
