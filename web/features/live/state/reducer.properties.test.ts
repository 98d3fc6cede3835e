import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold, lotOf, withLot } from './fold.ts'
import { type LiveAction, reduceLive } from './reducer.ts'
import { sampleEvent, sampleLot, sampleMessage } from './samples.ts'

/** A believable auction: one state for each version, price and bid count only rising. */
const history = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 5_000 }), fc.constantFrom('AB12CD34', 'FFFF0000')), {
    minLength: 1,
    maxLength: 25,
  })
  .map((bids) => {
    let price = 1000
    return bids.map(([rise, leader], index) => {
      price += rise
      return sampleEvent({
        version: index + 1,
        price_cents: price,
        min_bid_cents: price + 100,
        leader,
        bid_count: index + 1,
        head: `head-${index}`,
      })
    })
  })

/** A history, and its events in any order, some lost, some twice, some as snapshots. */
const arrivals = history.chain((events) =>
  fc.record({
    events: fc.constant(events),
    order: fc.array(
      fc.record({ index: fc.nat({ max: events.length - 1 }), asSnapshot: fc.boolean() }),
      { maxLength: 60 },
    ),
    snapshotAt: fc.nat({ max: events.length - 1 }),
  }),
)

function actionFor(event: ReturnType<typeof sampleEvent>, asSnapshot: boolean): LiveAction {
  return asSnapshot
    ? { type: 'auction snapshot', lot: sampleLot({ ...event }) }
    : { type: 'auction event', event }
}

describe('the reducer, whatever order hints arrive in', () => {
  it('converges to the greatest version it has seen', () => {
    fc.assert(
      fc.property(arrivals, ({ events, order, snapshotAt }) => {
        const start = events[snapshotAt]
        if (start === undefined) return
        const actions = [
          actionFor(start, true),
          ...order.flatMap(({ index, asSnapshot }) => {
            const event = events[index]
            return event === undefined ? [] : [actionFor(event, asSnapshot)]
          }),
        ]
        const newest = Math.max(
          start.version,
          ...order.map(({ index }) => events[index]?.version ?? 0),
        )
        expect(lotOf(fold(actions))).toMatchObject(events[newest - 1] ?? {})
      }),
    )
  })

  it('never lets the price fall or the version run back', () => {
    fc.assert(
      fc.property(arrivals, ({ events, order, snapshotAt }) => {
        const start = events[snapshotAt]
        if (start === undefined) return
        let state = fold([actionFor(start, true)])
        for (const { index, asSnapshot } of order) {
          const event = events[index]
          if (event === undefined) continue
          const before = lotOf(state)
          state = reduceLive(state, actionFor(event, asSnapshot))
          expect(lotOf(state).version).toBeGreaterThanOrEqual(before.version)
          expect(lotOf(state).price_cents).toBeGreaterThanOrEqual(before.price_cents)
        }
      }),
    )
  })

  it('changes nothing when an event comes twice', () => {
    fc.assert(
      fc.property(history, (events) => {
        const last = events.at(-1)
        if (last === undefined) return
        const once = fold(
          events.map((event) => actionFor(event, false)),
          withLot({ version: 0 }),
        )
        expect(reduceLive(once, { type: 'auction event', event: last })).toBe(once)
      }),
    )
  })

  it('keeps each chat message once, in the order of time, whatever order batches come in', () => {
    const messages = Array.from({ length: 12 }, (_, index) =>
      sampleMessage({
        id: `m${index}`,
        client_id: `c${index}`,
        created_at: `2026-11-23T12:00:${String(10 + Math.floor(index / 2))}.000Z`,
      }),
    )
    fc.assert(
      fc.property(
        fc.array(fc.subarray(messages, { minLength: 1 }), { minLength: 1, maxLength: 8 }),
        (batches) => {
          const state = fold(batches.map((batch) => ({ type: 'chat', messages: batch })))
          const ids = state.chat.messages.map((message) => message.id)
          expect(new Set(ids).size).toBe(ids.length)
          expect(new Set(ids)).toEqual(new Set(batches.flat().map((message) => message.id)))
          const times = state.chat.messages.map((message) => message.created_at)
          expect(times).toEqual([...times].sort())
        },
      ),
    )
  })
})
