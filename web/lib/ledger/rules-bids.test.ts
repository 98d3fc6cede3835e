/** Lies about bids and times, told with an intact chain: each is refused by the rule it breaks, at its event. */
import { describe, expect, test } from 'vitest'
import type { LedgerEvent } from './event.ts'
import {
  eventAt as at,
  type Lie,
  later,
  lieAt,
  priced,
  resealed,
  soldLedger as sold,
} from './samples/sealed.ts'
import { verifyLedger } from './verify.ts'

const [_anna, bob] = [at(sold, 14).bidder, at(sold, 10).bidder]

const lies: Lie[] = [
  ['lets the first bid below the start', lieAt(sold, 2, priced(999)), 2, 'minimum', 'price_cents'],
  ['lets a leader lower the price', lieAt(sold, 3, priced(1000)), 3, 'price', 'price_cents'],
  ['lets a bid below the ladder lead', lieAt(sold, 4, priced(1050)), 4, 'minimum', 'price_cents'],
  [
    'lets the price fall to a new leader',
    lieAt(sold, 13, { ...priced(9000), bidder: bob, leader: bob }),
    13,
    'price',
    'price_cents',
  ],
  [
    'lets a beaten bid stay below the ladder',
    lieAt(sold, 6, priced(3099)),
    6,
    'minimum',
    'price_cents',
  ],
  [
    'lets a leader jump below the ladder',
    lieAt(sold, 13, priced(9149)),
    13,
    'minimum',
    'price_cents',
  ],
  [
    'shows a maximum and then beats it by too little',
    lieAt(sold, 12, priced(9000)),
    12,
    'price',
    'price_cents',
  ],
  [
    'moves amount and price apart',
    lieAt(sold, 5, { amount_cents: 3001 }),
    5,
    'price',
    'amount_cents',
  ],
  ['counts a bid twice', lieAt(sold, 5, { bid_count: 5 }), 5, 'count', 'bid_count'],
  ['does not count a bid', lieAt(sold, 5, { bid_count: 3 }), 5, 'count', 'bid_count'],
  ['makes a third the leader', lieAt(sold, 6, { leader: bob }), 6, 'leader', 'leader'],
  ['hides who bids', lieAt(sold, 5, { bidder: null, leader: null }), 5, 'shape', 'bidder'],
  [
    'beats a bid below the reserve by a maximum that cannot be',
    lieAt(sold, 4, { leader: at(sold, 3).leader }),
    4,
    'reserve',
    'leader',
  ],
  [
    'forgets that the reserve was met',
    lieAt(sold, 10, { reserve_met: false }),
    10,
    'reserve',
    'reserve_met',
  ],
  [
    'forgets it with a beaten bid',
    lieAt(sold, 6, { reserve_met: false }),
    6,
    'reserve',
    'reserve_met',
  ],
  ['adds a remark to a bid', lieAt(sold, 5, { detail: 'x' }), 5, 'shape', 'detail'],

  ['answers for somebody else', lieAt(sold, 7, { bidder: bob }), 7, 'automatic', 'bidder'],
  ['changes the leader by an answer', lieAt(sold, 7, { leader: bob }), 7, 'leader', 'leader'],
  ['answers by more than a step', lieAt(sold, 7, priced(4101)), 7, 'automatic', 'price_cents'],
  ['answers below the beaten bid', lieAt(sold, 7, priced(3999)), 7, 'price', 'price_cents'],
  ['counts an answer', lieAt(sold, 7, { bid_count: 6 }), 7, 'count', 'bid_count'],
  [
    'moves the end by an answer',
    lieAt(sold, 7, { ends_at: later(at(sold, 7).ends_at, 1) }),
    7,
    'time',
    'ends_at',
  ],
  [
    'unmeets the reserve by an answer',
    lieAt(sold, 7, { reserve_met: false }),
    7,
    'reserve',
    'reserve_met',
  ],
  [
    'answers a moment later',
    lieAt(sold, 7, { placed_at: later(at(sold, 7).placed_at, 1) }),
    7,
    'time',
    'placed_at',
  ],
  [
    'leaves a beaten bid without its answer',
    lieAt(sold, 7, { ...at(sold, 10), seq: 7 }),
    7,
    'automatic',
    'kind',
  ],
  ['ends in the middle of a bid', resealed(sold.slice(0, 6)), 6, 'automatic', 'kind'],
  ['shows a maximum that nobody beats', resealed(sold.slice(0, 11)), 11, 'automatic', 'kind'],
  ['shows a maximum at the price', lieAt(sold, 11, priced(6100)), 11, 'price', 'price_cents'],
  [
    'shows a hidden maximum below the reserve',
    lieAt(sold, 3, { kind: 'auto_bid', bid_count: 1 }),
    3,
    'reserve',
    'kind',
  ],
  [
    'shows a maximum that its owner beats',
    lieAt(sold, 12, { bidder: bob, leader: bob }),
    12,
    'automatic',
    'bidder',
  ],
  [
    'shows a maximum before a bid that loses',
    lieAt(sold, 12, { leader: bob, ...priced(9200) }),
    12,
    'automatic',
    'leader',
  ],

  [
    'runs back in time',
    lieAt(sold, 5, { placed_at: later(at(sold, 4).placed_at, -1) }),
    5,
    'time',
    'placed_at',
  ],
  [
    'takes a bid at the end',
    lieAt(sold, 14, { placed_at: at(sold, 13).ends_at }),
    14,
    'time',
    'placed_at',
  ],
  [
    'gives a bid less time than due',
    lieAt(sold, 14, { ends_at: later(at(sold, 14).ends_at, -1) }),
    14,
    'soft_close',
    'ends_at',
  ],
  [
    'gives a bid more time than due',
    lieAt(sold, 14, { ends_at: later(at(sold, 14).ends_at, 1) }),
    14,
    'soft_close',
    'ends_at',
  ],
  [
    'extends outside the window',
    lieAt(sold, 5, { ends_at: later(at(sold, 5).ends_at, 1000) }),
    5,
    'soft_close',
    'ends_at',
  ],
  [
    'shortens the time',
    lieAt(sold, 5, { ends_at: later(at(sold, 5).ends_at, -1000) }),
    5,
    'soft_close',
    'ends_at',
  ],
]

describe('a ledger with an intact chain that', () => {
  test.each(lies)('%s', async (_what, rows, seq, rule, field) => {
    expect((await verifyLedger(rows)).fault).toMatchObject({ seq, rule, field })
  })
})

const truths: [string, LedgerEvent[]][] = [
  ['a first bid above the start (a jump)', lieAt(sold, 2, priced(4000))],
  ['a new leader exactly one step up', lieAt(sold, 4, priced(1051))],
  [
    'a beaten bid at the minimum',
    resealed(
      sold
        .slice(0, 7)
        .map((row) => (row.seq < 6 ? row : { ...row, ...priced(row.seq === 6 ? 3100 : 3200) })),
    ),
  ],
  ['an answer at the tied amount', resealed(sold.slice(0, 9))],
  [
    'a bid at the last millisecond',
    lieAt(sold, 14, {
      placed_at: later(at(sold, 13).ends_at, -1),
      ends_at: later(at(sold, 13).ends_at, 11_999),
    }),
  ],
  [
    'a reserve reached by raising one’s own maximum',
    lieAt(sold, 3, { ...priced(3000), reserve_met: true }),
  ],
]

describe('a ledger with', () => {
  test.each(truths)('%s verifies', async (_what, rows) => {
    expect(await verifyLedger(rows)).toMatchObject({ ok: true, events: rows.length })
  })
})
