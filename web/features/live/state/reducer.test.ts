import { describe, expect, it } from 'vitest'
import { fold, lotOf, withLot } from './fold.ts'
import { initialLiveState } from './live-state.ts'
import {
  sampleEvent,
  sampleLot,
  sampleReply,
  sampleShow,
  sampleShowSnapshot,
  sampleYou,
} from './samples.ts'

describe('auction events', () => {
  it('wants a snapshot when an unknown lot moves', () => {
    const state = fold([{ type: 'auction event', event: sampleEvent({ id: 'lot-9' }) }], withLot())
    expect(state.snapshotWanted).toBe(1)
    expect(state.lots['lot-9']).toBeUndefined()
  })

  it('wants a snapshot after a win, for the link to the order', () => {
    const sold = sampleEvent({ status: 'sold', leader: 'AB12CD34' })
    const state = fold([{ type: 'auction event', event: sold }], withLot())
    expect(lotOf(state).status).toBe('sold')
    expect(state.snapshotWanted).toBe(1)
  })

  it('does not for those who did not win', () => {
    const sold = sampleEvent({ status: 'sold', leader: 'FFFF0000' })
    expect(fold([{ type: 'auction event', event: sold }], withLot()).snapshotWanted).toBe(0)
  })

  it('wants a snapshot when a falling price opens, for the instant from which it falls', () => {
    const terms = { floor_cents: 500, step_cents: 100, tick_seconds: 5 }
    const before = withLot({
      ...{ format: 'descending', status: 'scheduled', version: 0, ends_at: null },
      descending: { ...terms, falls_from: null },
    })
    const opened = { type: 'auction event', event: sampleEvent({ version: 1 }) } as const
    const state = fold([opened], before)
    expect(lotOf(state).status).toBe('live')
    expect(state.snapshotWanted).toBe(1)
    const falls_from = '2026-11-23T12:00:00.000Z'
    const lot = { ...lotOf(state), descending: { ...terms, falls_from } }
    const known = fold([{ type: 'auction snapshot', lot }], state)
    const moved = { type: 'auction event', event: sampleEvent({ version: 2 }) } as const
    expect(fold([moved], known).snapshotWanted).toBe(1)
  })
})

describe('snapshots', () => {
  it('bring the terms and what concerns me even when an event was faster', () => {
    const state = fold(
      [
        { type: 'auction event', event: sampleEvent({ version: 9, price_cents: 9_000 }) },
        {
          type: 'auction snapshot',
          lot: sampleLot({ version: 7, title: 'New', you: sampleYou({ watching: true }) }),
        },
      ],
      withLot(),
    )
    expect(lotOf(state)).toMatchObject({ version: 9, price_cents: 9_000, title: 'New' })
    expect(lotOf(state).you?.watching).toBe(true)
  })

  it('from before a pause do not make a price fall through it', () => {
    const lot = sampleLot({
      ...{ format: 'descending', ends_at: '2026-11-23T13:00:00.000Z' },
      descending: {
        ...{ floor_cents: 500, step_cents: 100, tick_seconds: 5 },
        falls_from: '2026-11-23T12:00:00.000Z',
      },
    })
    const resumed = sampleEvent({ version: 6, ends_at: '2026-11-23T13:02:00.000Z' })
    const state = fold([
      { type: 'auction snapshot', lot },
      { type: 'auction event', event: resumed },
      { type: 'auction snapshot', lot },
    ])
    expect(lotOf(state).descending?.falls_from).toBe('2026-11-23T12:02:00.000Z')
  })

  it('do not lower a maximum that a reply has told, unless another person is meant', () => {
    const state = withLot({ you: sampleYou({ max_cents: 5_000 }) })
    const older = sampleLot({ you: sampleYou({ max_cents: 4_000 }) })
    expect(lotOf(fold([{ type: 'auction snapshot', lot: older }], state)).you?.max_cents).toBe(
      5_000,
    )
    const other = sampleLot({ you: sampleYou({ alias: 'OTHER', max_cents: null }) })
    expect(lotOf(fold([{ type: 'auction snapshot', lot: other }], state)).you?.max_cents).toBeNull()
    const signedOut = sampleLot({ you: null })
    expect(lotOf(fold([{ type: 'auction snapshot', lot: signedOut }], state)).you).toBeNull()
  })

  it('withdraw a lot that never opened (version 0 stays 0)', () => {
    const state = withLot({ version: 0, status: 'scheduled' })
    const withdrawn = sampleLot({ version: 0, status: 'cancelled' })
    expect(lotOf(fold([{ type: 'auction snapshot', lot: withdrawn }], state)).status).toBe(
      'cancelled',
    )
  })

  it('of a show replace the list of lots and keep a newer state of the show', () => {
    const snapshot = sampleShowSnapshot()
    const state = fold([
      { type: 'show snapshot', snapshot },
      { type: 'show event', event: { ...sampleShow(), version: 9, viewers: 99 } },
      {
        type: 'show snapshot',
        snapshot: { ...snapshot, lots: [sampleLot({ id: 'lot-2', lot_number: 2 })] },
      },
    ])
    expect(state.show).toMatchObject({ version: 9, viewers: 99 })
    expect(state.lotOrder).toEqual(['lot-2'])
    expect(Object.keys(state.lots)).toEqual(['lot-2'])
  })
})

describe('show events', () => {
  const shown = fold([{ type: 'show snapshot', snapshot: sampleShowSnapshot() }])
  const event = (change: Partial<ReturnType<typeof sampleShow>>) =>
    ({ type: 'show event', event: { ...sampleShow(), version: 8, ...change } }) as const

  it('move viewers, pin and current lot without a snapshot', () => {
    const state = fold([event({ viewers: 50, pinned_auction_id: 'lot-1' })], shown)
    expect(state.show).toMatchObject({ viewers: 50, pinned_auction_id: 'lot-1', version: 8 })
    expect(state.snapshotWanted).toBe(0)
  })

  it('want a snapshot when the version rose and nothing shown did: a lot was added', () => {
    expect(fold([event({})], shown).snapshotWanted).toBe(1)
  })

  it('want a snapshot when the show has ended, and when one was missed', () => {
    expect(fold([event({ status: 'ended', current_auction_id: null })], shown).snapshotWanted).toBe(
      1,
    )
    expect(fold([event({ version: 10, viewers: 1 })], shown).snapshotWanted).toBe(1)
  })

  it('are ignored when old, or before the first snapshot', () => {
    expect(fold([event({ version: 7, viewers: 1 })], shown)).toBe(shown)
    expect(fold([event({ viewers: 1 })])).toBe(initialLiveState)
  })
})

describe('bids of mine', () => {
  const sent = {
    type: 'bid sent',
    auctionId: 'lot-1',
    key: 'key-1',
    amountCents: 2400,
    isMax: true,
  } as const

  it('are placing until the reply, which alone is enough', () => {
    const placing = fold([sent], withLot())
    expect(placing.bids['lot-1']?.phase).toBe('placing')
    const state = fold(
      [{ type: 'bid replied', auctionId: 'lot-1', key: 'key-1', reply: sampleReply() }],
      placing,
    )
    expect(state.bids['lot-1']?.phase).toBe('leading')
    expect(lotOf(state)).toMatchObject({ version: 6, price_cents: 2400, leader: 'AB12CD34' })
    expect(lotOf(state).you?.max_cents).toBe(2400)
  })

  it('keep what a faster broadcast has told already', () => {
    const state = fold(
      [
        sent,
        { type: 'auction event', event: sampleEvent({ version: 8, price_cents: 3_000 }) },
        { type: 'bid replied', auctionId: 'lot-1', key: 'key-1', reply: sampleReply() },
      ],
      withLot(),
    )
    expect(lotOf(state)).toMatchObject({ version: 8, price_cents: 3_000 })
  })

  it('take the new price from a refusal (LOWBD)', () => {
    const reply = sampleReply({
      outcome: 'refused',
      code: 'LOWBD',
      detail: { min_cents: 2600 },
      min_bid_cents: 2600,
      your_max_cents: null,
      leader: 'FFFF0000',
    })
    const state = fold(
      [sent, { type: 'bid replied', auctionId: 'lot-1', key: 'key-1', reply }],
      withLot(),
    )
    expect(state.bids['lot-1']).toMatchObject({ phase: 'refused', code: 'LOWBD' })
    expect(lotOf(state).min_bid_cents).toBe(2600)
    expect(lotOf(state).you?.max_cents).toBeNull()
  })

  it('that came too late (LATEB) want the end, and the closing event still counts', () => {
    const reply = sampleReply({
      outcome: 'refused',
      code: 'LATEB',
      version: 7,
      your_max_cents: null,
    })
    const late = fold(
      [sent, { type: 'bid replied', auctionId: 'lot-1', key: 'key-1', reply }],
      withLot(),
    )
    expect(late.snapshotWanted).toBe(1)
    expect(lotOf(late).status).toBe('live')
    const closed = fold(
      [{ type: 'auction event', event: sampleEvent({ version: 7, status: 'sold' }) }],
      late,
    )
    expect(lotOf(closed).status).toBe('sold')
  })

  it('open an auction whose opening was not heard of yet', () => {
    const state = fold(
      [sent, { type: 'bid replied', auctionId: 'lot-1', key: 'key-1', reply: sampleReply() }],
      withLot({ status: 'scheduled', version: 0 }),
    )
    expect(lotOf(state).status).toBe('live')
  })

  it('ignore the reply to an earlier bid, except for its price', () => {
    const state = fold(
      [
        sent,
        { ...sent, key: 'key-2', amountCents: 2600 },
        { type: 'bid replied', auctionId: 'lot-1', key: 'key-1', reply: sampleReply() },
      ],
      withLot(),
    )
    expect(state.bids['lot-1']).toMatchObject({ key: 'key-2', phase: 'placing' })
    expect(lotOf(state).price_cents).toBe(2400)
  })

  it('whose fate is unknown say so', () => {
    const state = fold(
      [sent, { type: 'bid failed', auctionId: 'lot-1', key: 'key-1', code: 'NETWORK', detail: {} }],
      withLot(),
    )
    expect(state.bids['lot-1']).toMatchObject({ phase: 'unknown', code: 'NETWORK' })
  })

  it('on a lot that is gone change no lot', () => {
    const state = fold([
      sent,
      { type: 'bid replied', auctionId: 'lot-1', key: 'key-1', reply: sampleReply() },
    ])
    expect(state.lots).toEqual({})
  })
})

describe('the rest', () => {
  it('keeps the state of the connection and of my watchlist', () => {
    const state = fold(
      [
        { type: 'connection', status: 'stale' },
        { type: 'watching', auctionId: 'lot-1', watching: true },
      ],
      withLot(),
    )
    expect(state.connection).toBe('stale')
    expect(lotOf(state).you?.watching).toBe(true)
  })

  it('has nothing to watch for those who are not signed in', () => {
    const state = withLot({ you: null })
    expect(fold([{ type: 'watching', auctionId: 'lot-1', watching: true }], state)).toBe(state)
  })
})
