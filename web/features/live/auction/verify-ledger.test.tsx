import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { sampleLot } from '../state/samples.ts'
import type { LedgerEvent } from './fetch-ledger.ts'
import { pricePath } from './price-chart.tsx'
import { VerifyButton } from './verify-button.tsx'
import { verifyLedger } from './verify-ledger.ts'

const ID = '787e5756-8fcb-4c1c-93ca-3ba6915ec911'
const HEAD = 'c0dbe985e8080e1cb2be09e572c56e83d39fb5d94520999081a8d8a5b62ea8c1'

/** Three entries exactly as a database has sealed and sent them. */
const LEDGER: LedgerEvent[] = [
  {
    auction_id: ID,
    seq: 1,
    kind: 'opened',
    bidder: null,
    amount_cents: 68000,
    price_cents: 68000,
    bid_count: 0,
    leader: null,
    reserve_met: false,
    ends_at: '2026-11-26T02:01:36.319+00:00',
    placed_at: '2026-11-23T02:01:36.331+00:00',
    detail:
      '{"format": "english", "currency": "USD", "has_reserve": true, "hard_ends_at": "2026-11-27T02:01:36.319+00:00", "increment_from": [0, 100, 500, 2500, 10000, 25000, 50000, 100000, 250000, 500000], "increment_step": [5, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000], "soft_close_seconds": 120, "starting_price_cents": 68000}',
    prev_hash: 'e482b61611564d91d06d1d02d6ff4bd42404ccc54c1e319689aa54778dadd0f2',
    hash: '6992927e36c1307853bcec5339dcfd90ec72b2c30d9e38e36965ce7c0e94ca23',
  },
  {
    auction_id: ID,
    seq: 2,
    kind: 'bid',
    bidder: '42483BAD',
    amount_cents: 75000,
    price_cents: 75000,
    bid_count: 1,
    leader: '42483BAD',
    reserve_met: false,
    ends_at: '2026-11-26T02:01:36.319+00:00',
    placed_at: '2026-11-23T02:01:36.537+00:00',
    detail: '',
    prev_hash: '6992927e36c1307853bcec5339dcfd90ec72b2c30d9e38e36965ce7c0e94ca23',
    hash: 'b539551a896d9973bdea558278f4a0ac4d9829e240a1ccfe867065752e73b599',
  },
  {
    auction_id: ID,
    seq: 3,
    kind: 'bid',
    bidder: 'D4AC3868',
    amount_cents: 90000,
    price_cents: 90000,
    bid_count: 2,
    leader: 'D4AC3868',
    reserve_met: true,
    ends_at: '2026-11-26T02:01:36.319+00:00',
    placed_at: '2026-11-23T02:01:36.587+00:00',
    detail: '',
    prev_hash: 'b539551a896d9973bdea558278f4a0ac4d9829e240a1ccfe867065752e73b599',
    hash: HEAD,
  },
]

const changed = (at: number, change: Partial<LedgerEvent>) =>
  LEDGER.map((event, index) => (index === at ? { ...event, ...change } : event))

describe('verifyLedger', () => {
  it('follows a chain that the database has sealed to its head', async () => {
    expect(await verifyLedger(ID, LEDGER, { version: 3, hash: HEAD })).toEqual({
      intact: true,
      entries: 3,
      head: HEAD,
    })
  })

  it.each<[string, LedgerEvent[], number]>([
    ['an amount was changed', changed(1, { amount_cents: 75001 }), 2],
    ['a bidder was changed', changed(2, { bidder: '42483BAD' }), 3],
    ['the terms were changed', changed(0, { detail: '' }), 1],
    ['time was changed', changed(1, { placed_at: '2026-11-23T02:01:36.538+00:00' }), 2],
    ['an entry was left out', LEDGER.filter(({ seq }) => seq !== 2), 2],
    ['the order was changed', LEDGER.toReversed(), 1],
  ])('finds where %s', async (_, events, brokenAt) => {
    expect(await verifyLedger(ID, events, { version: 99, hash: null })).toEqual({
      intact: false,
      brokenAt,
    })
  })

  it('finds a chain that is whole but not the one everybody was shown', async () => {
    expect(await verifyLedger(ID, LEDGER, { version: 3, hash: 'beef' })).toEqual({
      intact: false,
      brokenAt: 3,
    })
  })

  it('does not take another auction’s ledger', async () => {
    const verdict = await verifyLedger('another', LEDGER, { version: 3, hash: HEAD })
    expect(verdict).toEqual({ intact: false, brokenAt: 1 })
  })
})

describe('the verify button', () => {
  afterEach(cleanup)

  it.each<[LedgerEvent[], RegExp]>([
    [LEDGER, /3 entries, unbroken, ending at c0dbe985e808/],
    [changed(2, { price_cents: 1 }), /Broken at entry 3/],
  ])('says what it found', async (events, text) => {
    render(
      <QueryClientProvider client={new QueryClient()}>
        <VerifyButton lot={sampleLot({ id: ID, version: 3, head: HEAD })} events={events} />
      </QueryClientProvider>,
    )
    fireEvent.click(screen.getByRole('button', { name: 'Verify the ledger' }))
    await expect.poll(() => screen.getByRole('status').textContent).toMatch(text)
  })
})

describe('the price chart', () => {
  it('climbs in steps from left to right, and is flat when the price is', () => {
    expect(pricePath([100, 200, 300])).toBe('M4.0 68.0H160.0V36.0H316.0V4.0')
    expect(pricePath([100, 100])).toBe('M4.0 68.0H316.0V68.0')
  })
})
