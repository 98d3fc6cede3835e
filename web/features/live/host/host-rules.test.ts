import { describe, expect, it } from 'vitest'
import { sampleLot, sampleShow } from '../state/samples.ts'
import { bestMoments } from './best-moments.ts'
import { biddersOf, bidsInLastMinute, type PublicBid } from './bidders.ts'
import { buyersOf, type Purchase } from './buyers.ts'
import { goLiveChecks } from './go-live-checks.ts'
import type { LotResult, ShowSummary } from './show-summary.ts'
import { decimal, summaryCsv } from './summary-csv.ts'
import { totalsOf } from './totals.ts'

const NOW = Date.parse('2026-11-23T12:00:30.000Z')

describe('totals', () => {
  it('count what was sold, for how much, and the share of what was offered', () => {
    const lots = [
      sampleLot({ status: 'sold' }),
      sampleLot({ status: 'sold' }),
      sampleLot({ status: 'unsold' }),
      sampleLot({ status: 'cancelled', version: 2, bid_count: 0 }),
      sampleLot({ status: 'cancelled', version: 0, bid_count: 0 }),
      sampleLot({ status: 'scheduled', bid_count: 0 }),
    ]
    expect(totalsOf(lots)).toEqual({
      sold: 2,
      unsold: 1,
      passed: 1,
      left: 1,
      revenueCents: 4600,
      bids: 15,
      sellThrough: 0.5,
    })
    expect(totalsOf([]).sellThrough).toBeNull()
  })

  it('take every unit of a fixed-price sale, and call none of them a bid', () => {
    const units = { format: 'fixed', fixed: { quantity: 7, per_buyer: null } } as const
    const lot = sampleLot({ ...units, status: 'sold', price_cents: 1500, bid_count: 4 })
    expect(totalsOf([lot])).toMatchObject({ sold: 1, revenueCents: 6000, bids: 0 })
  })
})

describe('bidders', () => {
  const bid = (
    bidder: string,
    amount_cents: number,
    leader: string,
    kind: PublicBid['kind'] = 'bid',
    placed_at = '2026-11-23T12:00:00.000Z',
  ): PublicBid => ({ kind, bidder, amount_cents, leader, placed_at })
  const events = [
    { ...bid('X', 1, 'X', 'opened', '2026-11-23T11:00:00.000Z'), bidder: null },
    bid('ANN', 1000, 'ANN', 'bid', '2026-11-23T11:59:30.000Z'),
    bid('BOB', 2000, 'ANN'),
    bid('ANN', 2100, 'ANN', 'auto_bid'),
    bid('CYD', 5000, 'CYD'),
  ]

  it('are listed with the leader first, their highest public bid, and bids of their own', () => {
    expect(biddersOf(events)).toEqual([
      { alias: 'CYD', highestCents: 5000, bids: 1, leads: true },
      { alias: 'ANN', highestCents: 2100, bids: 1, leads: false },
      { alias: 'BOB', highestCents: 2000, bids: 1, leads: false },
    ])
    expect(biddersOf([])).toEqual([])
  })

  it('are counted by the minute without what a maximum bid for them', () => {
    expect(bidsInLastMinute(events, NOW)).toBe(2)
    expect(bidsInLastMinute(events, NOW + 60_000)).toBe(0)
  })
})

describe('buyers of a fixed-price sale', () => {
  it('are listed with all of theirs together, whoever has most first', () => {
    const bought = (bidder: string, amount_cents: number): Purchase => ({
      ...{ kind: 'bought', bidder, amount_cents },
    })
    const opened: Purchase = { kind: 'opened', bidder: null, amount_cents: 1500 }
    const events = [opened, bought('ANN', 1500), bought('BOB', 4500), bought('ANN', 1500)]
    expect(buyersOf(events, 1500)).toEqual([
      { alias: 'BOB', cents: 4500, units: 3 },
      { alias: 'ANN', cents: 3000, units: 2 },
    ])
    expect(buyersOf([opened], 1500)).toEqual([])
  })
})

describe('the checklist before going live', () => {
  const facts = {
    show: sampleShow({ cover_image: '/c.svg', starts_at: '2026-11-23T12:00:00.000Z' }),
    lots: [sampleLot({ status: 'scheduled' })],
    connection: 'live',
    rttMs: 20,
    media: { camera: true, microphone: true },
    paused: false,
    now: NOW,
  } as const
  const states = (change: Partial<Parameters<typeof goLiveChecks>[0]>) =>
    Object.fromEntries(
      goLiveChecks({ ...facts, ...change }).map(({ name, state }) => [name, state]),
    )

  it('finds nothing when all is well', () => {
    expect(new Set(Object.values(states({})))).toEqual(new Set(['ok']))
  })

  it.each<[string, Partial<Parameters<typeof goLiveChecks>[0]>, string]>([
    ['Connection', { connection: 'connecting' }, 'stop'],
    ['Connection', { rttMs: 900 }, 'warn'],
    ['Camera and microphone', { media: { camera: true, microphone: false } }, 'warn'],
    ['Camera and microphone', { media: { camera: false, microphone: false } }, 'warn'],
    ['Lots', { lots: [] }, 'warn'],
    ['Cover picture', { show: { ...facts.show, cover_image: null } }, 'warn'],
    ['Time', { show: { ...facts.show, starts_at: '2026-11-23T13:00:00.000Z' } }, 'warn'],
    ['Bidding', { paused: true }, 'stop'],
  ])('%s: %j', (name, change, state) => {
    expect(states(change)[name]).toBe(state)
  })
})

const result = (change: Partial<LotResult>): LotResult => ({
  id: 'lot-1',
  lot_number: 1,
  title: 'A thing',
  format: 'english',
  status: 'sold',
  starting_price_cents: 1000,
  has_reserve: false,
  opened_at: '2026-11-23T12:00:00.000Z',
  closed_at: '2026-11-23T12:01:00.000Z',
  overtime_ms: 0,
  bids: 1,
  units: null,
  bidders: 1,
  winner: 'AB12CD34',
  hammer_cents: 1000,
  ordered_cents: 1000,
  orders: [10_001],
  ...change,
})

const summary = (lots: LotResult[]): ShowSummary => ({
  show: {
    id: 'show-1',
    title: 'Sunday',
    status: 'ended',
    started_at: null,
    ended_at: null,
    peak_viewers: 3,
  },
  totals: {
    sold: 1,
    unsold: 0,
    passed: 0,
    withdrawn: 0,
    waiting: 0,
    bids: 1,
    bidders: 1,
    hammer_cents: 1000,
    ordered_cents: 1000,
  },
  currency: 'USD',
  lots,
  server_time: '2026-11-23T13:00:00.000Z',
})

describe('best moments', () => {
  it('name the dearest, most wanted, steepest and longest lot', () => {
    const moments = bestMoments(
      summary([
        result({ id: 'dear', hammer_cents: 9000, starting_price_cents: 8000 }),
        result({ id: 'steep', hammer_cents: 5000, starting_price_cents: 1000, bids: 4 }),
        result({ id: 'wanted', bids: 12, bidders: 3, status: 'unsold', overtime_ms: 65_000 }),
      ]),
    )
    expect(moments.map(({ name, lot, text }) => [name, lot.id, text])).toEqual([
      ['Highest price', 'dear', '$90'],
      ['Most wanted', 'wanted', '12 bids by 3 bidders'],
      ['Biggest rise', 'steep', '5 times its start'],
      ['Longest fight', 'wanted', '1 minute 5 seconds over its time'],
    ])
  })

  it('are none where nothing happened', () => {
    expect(bestMoments(summary([]))).toEqual([])
    expect(bestMoments(summary([result({ status: 'unsold', bids: 0, hammer_cents: 0 })]))).toEqual(
      [],
    )
  })
})

describe('the CSV of a summary', () => {
  it.each([
    [0, '0.00'],
    [5, '0.05'],
    [2450, '24.50'],
    [9_999_999_999, '99999999.99'],
  ])('%i cents are %s', (cents, text) => expect(decimal(cents)).toBe(text))

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
    'lets no spreadsheet run %j',
    (title) => {
      const csv = summaryCsv(summary([result({ title })]))
      const [, row = ''] = csv.split('\r\n')
      // Quoted or not, the cell starts with an apostrophe.
      expect(row).toMatch(/^1,"?'/)
    },
  )

  it('quotes what needs it, marks itself as UTF-8, and leaves empty what was not sold', () => {
    const csv = summaryCsv(
      summary([
        result({ title: 'Vase, "blue"' }),
        result({
          lot_number: 2,
          status: 'unsold',
          hammer_cents: 0,
          ordered_cents: 0,
          orders: [],
          winner: null,
          closed_at: null,
        }),
        result({ ...{ lot_number: 3, format: 'fixed', bids: 0, units: 4 }, winner: null }),
      ]),
    )
    expect(csv.charCodeAt(0)).toBe(0xfeff)
    expect(csv.slice(1).split('\r\n')).toEqual([
      'Lot,Title,Outcome,Currency,Start,Hammer,Ordered,Bids,Bidders,Winner,Orders,Opened,Closed,Units',
      '1,"Vase, ""blue""",Sold,USD,10.00,10.00,10.00,1,1,AB12CD34,10001,2026-11-23T12:00:00.000Z,2026-11-23T12:01:00.000Z,',
      '2,A thing,Not sold,USD,10.00,,,1,1,,,2026-11-23T12:00:00.000Z,,',
      '3,A thing,Sold,USD,10.00,10.00,10.00,0,1,,10001,2026-11-23T12:00:00.000Z,2026-11-23T12:01:00.000Z,4',
    ])
  })
})
