/** Lies about purchases: buy now, a descending price, units at a fixed price; told with an intact chain. */
import { describe, expect, test } from 'vitest'
import type { LedgerEvent } from './event.ts'
import {
  acceptedLedger as accepted,
  eventAt as at,
  boughtNowLedger as boughtNow,
  type Lie,
  later,
  ledgers,
  lieAt,
  priced,
  resealed,
  soldLedger as sold,
  soldOutLedger as soldOut,
  unitsLeftLedger as unitsLeft,
} from './samples/sealed.ts'
import { verifyLedger } from './verify.ts'

const { notAccepted } = ledgers
const bidder = at(boughtNow, 2).bidder

const withTerms = (ledger: readonly LedgerEvent[], change: object): LedgerEvent[] => {
  const terms = { ...JSON.parse(at(ledger, 1).detail), ...change }
  return resealed([{ ...at(ledger, 1), detail: JSON.stringify(terms) }, ...ledger.slice(1)])
}
const bought = (change: Partial<LedgerEvent>) => lieAt(boughtNow, 3, change)
const taken = (change: Partial<LedgerEvent>) => lieAt(accepted, 3, change)
const passed = (change: Partial<LedgerEvent>) => lieAt(notAccepted, 2, change)
const units = (seq: number, change: Partial<LedgerEvent>) => lieAt(soldOut, seq, change)

const lies: Lie[] = [
  ['sells at another price than buy now', bought(priced(7999)), 3, 'purchase', 'price_cents'],
  ['asks another amount', bought({ amount_cents: 8001 }), 3, 'purchase', 'price_cents'],
  ['sells now without such terms', sold5('{"buy_now":true}'), 5, 'purchase', 'detail'],
  [
    'sells now after a bid, without a reserve',
    withTerms(
      lieAt(boughtNow, 3, {}).map((row) => ({ ...row, reserve_met: true })),
      { has_reserve: false },
    ),
    3,
    'purchase',
    'detail',
  ],
  ['sells to nobody', bought({ bidder: null, leader: null }), 3, 'shape', 'bidder'],
  ['sells now, but the bidder wins', bought({ leader: bidder }), 3, 'leader', 'leader'],
  ['counts a purchase as a bid', bought({ bid_count: 2 }), 3, 'count', 'bid_count'],
  ['sells with the reserve unmet', bought({ reserve_met: false }), 3, 'reserve', 'reserve_met'],
  [
    'sells now after the end',
    bought({ placed_at: at(boughtNow, 2).ends_at }),
    3,
    'time',
    'placed_at',
  ],
  [
    'moves the end by a purchase',
    bought({ ends_at: at(boughtNow, 3).placed_at }),
    3,
    'time',
    'ends_at',
  ],
  ['says nothing known of the sale', bought({ detail: '{"free":true}' }), 3, 'purchase', 'detail'],
  ['accepts a price in bidding', bought({ detail: '{"accepted":true}' }), 3, 'format', 'detail'],
  [
    'has buy now below the start',
    withTerms(boughtNow, { buy_now_cents: 1000 }),
    1,
    'terms',
    'detail',
  ],

  ['sells above the descending price', taken(priced(9000)), 3, 'purchase', 'price_cents'],
  [
    'lets the price fall during a pause',
    // Twelve seconds have passed, seven of them in the pause: one step, not two.
    taken(priced(7600)),
    3,
    'purchase',
    'price_cents',
  ],
  ['buys a descending lot now', taken({ detail: '{"buy_now":true}' }), 3, 'purchase', 'detail'],
  ['sells a descending lot to no bidder', taken({ detail: '' }), 3, 'leader', 'leader'],
  ['ends above the floor', passed({ price_cents: 4700 }), 2, 'price', 'price_cents'],
  [
    'ends a descending auction early',
    passed({ placed_at: later(at(notAccepted, 2).ends_at, -1) }),
    2,
    'closing',
    'placed_at',
  ],
  [
    'takes a bid on a descending price',
    passed({ kind: 'bid', ...priced(9000), bidder, leader: bidder, bid_count: 1 }),
    2,
    'format',
    'kind',
  ],
  [
    'lets the host extend a descending price',
    lieAt(notAccepted, 2, {
      ...{ ...at(notAccepted, 1), seq: 2, kind: 'extended', detail: '', amount_cents: null },
      ends_at: later(at(notAccepted, 1).ends_at, 5000),
    }),
    2,
    'format',
    'kind',
  ],
  ['begins at its floor', withTerms(accepted, { floor_cents: 9000 }), 1, 'terms', 'detail'],
  ['hides a reserve in it', withTerms(accepted, { has_reserve: true }), 1, 'terms', 'detail'],

  ['sells units at another price', units(2, { price_cents: 1499 }), 2, 'price', 'price_cents'],
  ['asks another sum', units(2, { amount_cents: 2999 }), 2, 'purchase', 'amount_cents'],
  ['sells no unit', units(2, { detail: '{"quantity":0}' }), 2, 'purchase', 'detail'],
  ['counts units wrongly', units(2, { bid_count: 1 }), 2, 'count', 'bid_count'],
  ['sells units to nobody', units(2, { bidder: null }), 2, 'shape', 'bidder'],
  [
    'lets a buyer of units lead',
    units(2, { leader: at(soldOut, 2).bidder }),
    2,
    'leader',
    'leader',
  ],
  [
    'sells one buyer too many',
    units(5, { bidder: at(soldOut, 3).bidder }),
    5,
    'purchase',
    'bidder',
  ],
  ['sells more than there is', withTerms(soldOut, { quantity: 6 }), 5, 'automatic', 'kind'],
  [
    'sells more units at once than are left',
    units(5, { detail: '{"quantity":2}', amount_cents: 3000, bid_count: 8 }),
    5,
    'purchase',
    'detail',
  ],
  ['goes on without a unit', resealed(soldOut.slice(0, 5)), 5, 'automatic', 'kind'],
  [
    'sells units after the end',
    units(2, { placed_at: at(soldOut, 1).ends_at }),
    2,
    'time',
    'placed_at',
  ],
  [
    'sells units of a bidding',
    lieAt(boughtNow, 2, { kind: 'bought', detail: '{"quantity":1}' }),
    2,
    'format',
    'kind',
  ],
  [
    'withdraws a purchase',
    units(3, { kind: 'voided', detail: '{"seq":2,"reason":"x"}' }),
    3,
    'format',
    'kind',
  ],
  ['names one winner of many', lieAt(unitsLeft, 4, { bidder }), 4, 'closing', 'bidder'],
  ['calls a sale of units unsold', lieAt(unitsLeft, 4, { kind: 'unsold' }), 4, 'closing', 'kind'],
  [
    'ends a sale of units early',
    lieAt(unitsLeft, 4, { placed_at: later(at(unitsLeft, 3).ends_at, -1) }),
    4,
    'closing',
    'placed_at',
  ],
  ['limits a buyer to more than all', withTerms(soldOut, { per_buyer: 8 }), 1, 'terms', 'detail'],
]

/** The english sample up to its fifth event, which becomes a sale. */
function sold5(detail: string): LedgerEvent[] {
  const { bidder: leader } = at(sold, 4)
  return lieAt(sold, 5, { ...at(sold, 4), seq: 5, kind: 'sold', detail, leader, reserve_met: true })
}

describe('a ledger with an intact chain that', () => {
  test.each(lies)('%s', async (_what, rows, seq, rule, field) => {
    expect((await verifyLedger(rows)).fault).toMatchObject({ seq, rule, field })
  })
})

const truths: [string, LedgerEvent[]][] = [
  [
    'buy now before any bid',
    resealed([at(boughtNow, 1), { ...at(boughtNow, 3), seq: 2, bid_count: 0 }]),
  ],
  [
    'a descending price accepted a step later',
    taken({ ...priced(7600), placed_at: later(at(accepted, 3).placed_at, 5000) }),
  ],
  [
    'a descending price that stops at its floor',
    taken({ ...priced(4000), placed_at: later(at(accepted, 3).placed_at, 3_000_000) }),
  ],
  [
    'a fixed-price sale that nobody bought from',
    resealed([
      at(unitsLeft, 1),
      {
        ...at(unitsLeft, 4),
        seq: 2,
        kind: 'unsold',
        bid_count: 0,
        ends_at: at(unitsLeft, 1).ends_at,
      },
    ]),
  ],
]

describe('a ledger with', () => {
  test.each(truths)('%s verifies', async (_what, rows) => {
    expect(await verifyLedger(rows)).toMatchObject({ ok: true, events: rows.length })
  })
})
