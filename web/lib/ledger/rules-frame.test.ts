/** Lies about the opening, the terms, the host’s time and the end, told with an intact chain. */
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
  unsoldLedger as unsold,
} from './samples/sealed.ts'
import { verifyLedger } from './verify.ts'

const [anna, _bob] = [at(sold, 14).bidder, at(sold, 10).bidder]
const terms = (change: object) => ({
  detail: JSON.stringify({ ...JSON.parse(at(sold, 1).detail), ...change }),
})
/** One more event after the whole ledger. */
const after = (ledger: readonly LedgerEvent[], change: Partial<LedgerEvent>) =>
  resealed([...ledger, { ...at(ledger, ledger.length), seq: ledger.length + 1, ...change }])
const closed = (kind: LedgerEvent['kind'], change: Partial<LedgerEvent> = {}) => ({
  ...{ kind, bidder: null, amount_cents: null, ...change },
})

const lies: Lie[] = [
  [
    'extends past the last possible end',
    resealed([
      { ...at(sold, 1), ...terms({ hard_ends_at: at(sold, 1).ends_at }) },
      ...sold.slice(1),
    ]),
    14,
    'soft_close',
    'ends_at',
  ],
  ['begins with a bid', resealed([{ ...at(sold, 2), seq: 1 }]), 1, 'opening', 'kind'],
  ['opens twice', lieAt(sold, 2, { ...at(sold, 1), seq: 2 }), 2, 'opening', 'kind'],
  [
    'opens above the starting price',
    lieAt(sold, 1, { price_cents: 1001 }),
    1,
    'opening',
    'price_cents',
  ],
  [
    'opens with another amount',
    lieAt(sold, 1, { amount_cents: 1001 }),
    1,
    'opening',
    'amount_cents',
  ],
  ['opens with a bid', lieAt(sold, 1, { bid_count: 1 }), 1, 'opening', 'bid_count'],
  ['opens with a leader', lieAt(sold, 1, { leader: anna }), 1, 'opening', 'leader'],
  ['opens with a bidder', lieAt(sold, 1, { bidder: anna }), 1, 'opening', 'bidder'],
  [
    'opens with the reserve met',
    lieAt(sold, 1, { reserve_met: true }),
    1,
    'opening',
    'reserve_met',
  ],
  [
    'opens past its last end',
    lieAt(sold, 1, { ends_at: later(at(sold, 1).ends_at, 86_400_001) }),
    1,
    'opening',
    'ends_at',
  ],
  ['has no terms', lieAt(sold, 1, { detail: '' }), 1, 'terms', 'detail'],
  [
    'has terms that no rule covers',
    lieAt(sold, 1, terms({ format: 'dutch' })),
    1,
    'terms',
    'detail',
  ],
  ['has terms of two formats', lieAt(sold, 1, terms({ quantity: 3 })), 1, 'terms', 'detail'],
  ['has a term too many', lieAt(sold, 1, terms({ fee: 1 })), 1, 'terms', 'detail'],
  [
    'has a ladder that descends',
    lieAt(sold, 1, terms({ increment_from: [0, 5, 3, 6, 7, 8, 9, 10, 11, 12] })),
    1,
    'terms',
    'detail',
  ],
  [
    'has a ladder with a missing step',
    lieAt(sold, 1, terms({ increment_step: [5] })),
    1,
    'terms',
    'detail',
  ],
  [
    'lets the host add too little time',
    lieAt(unsold, 3, { ends_at: later(at(unsold, 2).ends_at, 4000) }),
    3,
    'time',
    'ends_at',
  ],
  [
    'lets the host add too much time',
    lieAt(unsold, 3, { ends_at: later(at(unsold, 2).ends_at, 601_000) }),
    3,
    'time',
    'ends_at',
  ],
  [
    'lets the host take time',
    lieAt(unsold, 3, { ends_at: later(at(unsold, 2).ends_at, -5000) }),
    3,
    'time',
    'ends_at',
  ],
  [
    'lets the host add time after the end',
    lieAt(unsold, 3, { placed_at: at(unsold, 2).ends_at }),
    3,
    'time',
    'placed_at',
  ],
  [
    'moves the price with the time',
    lieAt(unsold, 3, { price_cents: 900 }),
    3,
    'price',
    'price_cents',
  ],
  ['changes the leader with the time', lieAt(unsold, 3, { leader: null }), 3, 'leader', 'leader'],
  [
    'meets the reserve with the time',
    lieAt(unsold, 3, { reserve_met: true }),
    3,
    'reserve',
    'reserve_met',
  ],
  [
    'gives added time a bidder',
    lieAt(unsold, 3, { bidder: at(unsold, 2).bidder }),
    3,
    'shape',
    'bidder',
  ],
  [
    'gives added time an amount',
    lieAt(unsold, 3, { amount_cents: 800 }),
    3,
    'shape',
    'amount_cents',
  ],
  [
    'adds time past the last possible end',
    resealed([
      {
        ...at(unsold, 1),
        detail: at(unsold, 1).detail.replace(
          '"hard_ends_at": null',
          `"hard_ends_at": "${at(unsold, 1).ends_at}"`,
        ),
      },
      ...unsold.slice(1),
    ]),
    3,
    'time',
    'ends_at',
  ],

  [
    'closes early',
    lieAt(sold, 19, { placed_at: later(at(sold, 19).ends_at, -1) }),
    19,
    'closing',
    'placed_at',
  ],
  ['sells to somebody else', lieAt(sold, 19, { bidder: anna }), 19, 'closing', 'bidder'],
  [
    'changes the leader at the end',
    lieAt(sold, 19, { bidder: anna, leader: anna }),
    19,
    'leader',
    'leader',
  ],
  [
    'sells at another amount',
    lieAt(sold, 19, { amount_cents: 20_000 }),
    19,
    'closing',
    'amount_cents',
  ],
  ['sells at another price', lieAt(sold, 19, priced(20_000)), 19, 'price', 'price_cents'],
  ['keeps from the leader what was won', lieAt(sold, 19, closed('unsold')), 19, 'closing', 'kind'],
  [
    'cancels with something else than a reason',
    lieAt(sold, 19, closed('cancelled', { detail: 'x' })),
    19,
    'closing',
    'detail',
  ],
  [
    'gives a reason for not selling',
    lieAt(unsold, 5, { detail: '{"reason":"x"}' }),
    5,
    'closing',
    'detail',
  ],
  ['cancels without a word', lieAt(sold, 19, closed('cancelled')), 19, 'closing', 'kind'],
  [
    'moves the end by closing',
    lieAt(sold, 19, { ends_at: later(at(sold, 19).ends_at, -1) }),
    19,
    'time',
    'ends_at',
  ],
  [
    'sells below the reserve',
    lieAt(unsold, 5, { kind: 'sold', bidder: at(unsold, 4).leader, amount_cents: 1500 }),
    5,
    'closing',
    'kind',
  ],
  [
    'names a buyer without a sale',
    lieAt(unsold, 5, { bidder: at(unsold, 4).leader }),
    5,
    'closing',
    'bidder',
  ],
  [
    'names an amount without a sale',
    lieAt(unsold, 5, { amount_cents: 1500 }),
    5,
    'closing',
    'amount_cents',
  ],
  [
    'sells to nobody',
    resealed([
      at(sold, 1),
      { ...at(sold, 1), seq: 2, kind: 'sold', detail: '', placed_at: at(sold, 1).ends_at },
    ]),
    2,
    'closing',
    'kind',
  ],
  ['bids after the end', after(sold, { ...at(sold, 18), seq: 20 }), 20, 'closing', 'kind'],
  ['closes twice', after(sold, {}), 20, 'closing', 'kind'],
]

describe('a ledger with an intact chain that', () => {
  test.each(lies)('%s', async (_what, rows, seq, rule, field) => {
    expect((await verifyLedger(rows)).fault).toMatchObject({ seq, rule, field })
  })
})

const truths: [string, LedgerEvent[]][] = [
  [
    'a cancellation before any bid',
    resealed([at(sold, 1), { ...at(sold, 1), ...closed('cancelled'), seq: 2, detail: '' }]),
  ],
  [
    'a cancellation with its reason',
    lieAt(sold, 19, closed('cancelled', { detail: '{"reason":"counterfeit"}' })),
  ],
]

describe('a ledger with', () => {
  test.each(truths)('%s verifies', async (_what, rows) => {
    expect(await verifyLedger(rows)).toMatchObject({ ok: true, events: rows.length })
  })
})
