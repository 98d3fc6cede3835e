import type { AuctionSummary } from './auction-summary.ts'
import type { ShowSummary } from './show-summary.ts'

/** Rows for tests: a running timed auction, and a show on air. */
export function sampleAuction(changes: Partial<AuctionSummary> = {}): AuctionSummary {
  return {
    id: 'a1',
    title: 'Brass lamp',
    status: 'live',
    currency: 'USD',
    price_cents: 2400,
    bid_count: 3,
    starts_at: '2026-11-20T10:00:00Z',
    ends_at: new Date(Date.now() + 65_000).toISOString(),
    created_at: '2026-11-19T10:00:00Z',
    show_id: null,
    lot_number: null,
    has_reserve: false,
    reserve_met: true,
    product: { images: ['/lamp.svg'], condition: 'like_new' },
    ...changes,
  }
}

export function sampleShow(changes: Partial<ShowSummary> = {}): ShowSummary {
  return {
    id: 's1',
    title: 'Friday finds',
    cover_image: null,
    status: 'live',
    starts_at: '2026-11-23T10:00:00Z',
    viewers: 42,
    seller: { shop_name: 'Grail Street', profile: { username: 'ada', avatar_url: null } },
    current: { id: 'a9', title: 'Lot nine', price_cents: 9500, currency: 'USD', bid_count: 4 },
    ...changes,
  }
}
