/** Lies about withdrawn bids and about time that pauses and groups add, told with an intact chain. */
import { describe, expect, test } from 'vitest'
import type { LedgerEvent } from './event.ts'
import {
  eventAt as at,
  groupedLedger as grouped,
  type Lie,
  later,
  lieAt,
  resealed,
  soldLedger as sold,
  withdrawnLedger as withdrawn,
} from './samples/sealed.ts'
import { verifyLedger } from './verify.ts'

const HOUR_MS = 3_600_000
const [bob, kim] = [at(withdrawn, 3).bidder, at(withdrawn, 6).bidder]
const of = (seq: number, reason = 'typo') => ({ detail: JSON.stringify({ seq, reason }) })

/** Event 8 retracts bid 6 of kim's, 14 strikes out bid 11, and 13 is the pause. */
const retracted = (change: Partial<LedgerEvent>) => lieAt(withdrawn, 8, change)
const paused = (change: Partial<LedgerEvent>) => lieAt(withdrawn, 13, change)
const extended = (change: Partial<LedgerEvent>) => lieAt(grouped, 3, change)

/** As if kim had retracted at another time, the end being where it is. */
const retractedAt = (placed_at: string) => retracted({ placed_at })
const beforeEnd = (ms: number) => later(at(withdrawn, 7).ends_at, -ms)

const lies: Lie[] = [
  ['withdraws no bid', retracted({ detail: '' }), 8, 'withdrawal', 'detail'],
  ['gives no reason', retracted({ detail: '{"seq":6}' }), 8, 'withdrawal', 'detail'],
  ['gives an empty reason', retracted(of(6, '')), 8, 'withdrawal', 'detail'],
  ['withdraws an automatic bid', retracted(of(5)), 8, 'withdrawal', 'detail'],
  ['withdraws what was never bid', retracted(of(60)), 8, 'withdrawal', 'detail'],
  [
    'withdraws a bid twice',
    lieAt(withdrawn, 14, { ...of(6), amount_cents: 99_900 }),
    14,
    'withdrawal',
    'detail',
  ],
  ['withdraws somebody else’s bid', retracted({ bidder: bob }), 8, 'withdrawal', 'bidder'],
  ['withdraws nobody’s bid', retracted({ bidder: null }), 8, 'withdrawal', 'bidder'],
  ['withdraws another amount', retracted({ amount_cents: 1 }), 8, 'withdrawal', 'amount_cents'],
  ['raises the price by it', retracted({ price_cents: 100_901 }), 8, 'price', 'price_cents'],
  ['falls below the start by it', retracted({ price_cents: 999 }), 8, 'price', 'price_cents'],
  ['takes two bids away', retracted({ bid_count: 2 }), 8, 'count', 'bid_count'],
  ['takes no bid away', retracted({ bid_count: 4 }), 8, 'count', 'bid_count'],
  ['lets lead who has no bid left', retracted({ leader: kim }), 8, 'leader', 'leader'],
  ['leaves the lead to nobody', retracted({ leader: null }), 8, 'leader', 'leader'],
  [
    'moves the end by it',
    retracted({ ends_at: later(at(withdrawn, 8).ends_at, 1) }),
    8,
    'time',
    'ends_at',
  ],
  [
    'meets the reserve by it',
    lieAt(sold, 4, {
      ...at(sold, 3),
      ...{ seq: 4, kind: 'voided', ...of(3), reserve_met: true },
      ...{ bid_count: 1, leader: at(sold, 2).bidder },
    }),
    4,
    'reserve',
    'reserve_met',
  ],
  [
    'withdraws the only bid but not its price',
    lieAt(sold, 3, {
      ...at(sold, 2),
      ...{ seq: 3, kind: 'voided', ...of(2), price_cents: 1000, leader: null },
      bid_count: 1,
    }),
    3,
    'count',
    'bid_count',
  ],
  [
    'lets retract after an hour with less than twelve left',
    retractedAt(beforeEnd(11 * HOUR_MS)),
    8,
    'withdrawal',
    'placed_at',
  ],
  ['pauses for nothing', paused({ detail: '{"pause_ms":0}' }), 13, 'time', 'detail'],
  ['adds time for no known cause', paused({ detail: '{"lunch":5}' }), 13, 'time', 'detail'],
  [
    'adds more time than the pause took',
    paused({ ends_at: later(at(withdrawn, 13).ends_at, 1) }),
    13,
    'time',
    'ends_at',
  ],
  [
    'pauses what was over',
    paused({ placed_at: later(at(withdrawn, 12).ends_at, 90_006) }),
    13,
    'time',
    'placed_at',
  ],
  ['changes the price in a pause', paused({ price_cents: 9101 }), 13, 'price', 'price_cents'],
  ['ends a group earlier', extended({ ends_at: at(grouped, 2).ends_at }), 3, 'time', 'ends_at'],
  [
    'moves a group past the last possible end',
    extended({ ends_at: later(at(grouped, 2).ends_at, 24 * HOUR_MS + 1) }),
    3,
    'time',
    'ends_at',
  ],
  ['extends for a sale without a name', extended({ detail: '{"sale":"x"}' }), 3, 'time', 'detail'],
]

describe('a ledger with an intact chain that', () => {
  test.each(lies)('%s', async (_what, rows, seq, rule, field) => {
    expect((await verifyLedger(rows)).fault).toMatchObject({ seq, rule, field })
  })
})

const truths: [string, LedgerEvent[]][] = [
  ['a retraction, a pause and a bid struck out', withdrawn.slice()],
  ['a retraction with more than twelve hours left', retractedAt(beforeEnd(13 * HOUR_MS))],
  [
    'a group’s extension written down after the end it moves',
    extended({ placed_at: later(at(grouped, 2).ends_at, 400) }),
  ],
  [
    'the only bid withdrawn, back at the start',
    lieAt(sold, 3, {
      ...at(sold, 2),
      ...{ seq: 3, kind: 'voided', ...of(2, 'fraud'), ...{ leader: null, bid_count: 0 } },
      price_cents: 1000,
    }),
  ],
]

describe('a ledger with', () => {
  test.each(truths)('%s verifies', async (_what, rows) => {
    expect(await verifyLedger(rows)).toMatchObject({ ok: true, events: rows.length })
  })
})

test('a pause moves the last possible end as well', async () => {
  const terms = JSON.parse(at(withdrawn, 1).detail)
  const detail = JSON.stringify({ ...terms, hard_ends_at: at(withdrawn, 1).ends_at })
  const rows = lieAt(withdrawn, 13, {}).map((row) => (row.seq === 1 ? { ...row, detail } : row))
  expect(await verifyLedger(resealed(rows))).toMatchObject({ ok: true, events: 13 })
})
