/** Worked examples of the rules page, held against the reference model. */
import { expect, test } from 'vitest'
import {
  type AuctionEvent,
  apply,
  close,
  type Decision,
  decide,
  minimumBid,
  open,
  type State,
  type Terms,
} from '../model/auction.ts'
import { live, standard, stepAbove } from '../model/ladder.ts'

const END = 1_000_000
const plain: Terms = {
  ladder: standard,
  startingPrice: 1000,
  reserve: null,
  softClose: 0,
  hardEnd: null,
}

type Call = [bidder: string, amount: number, jump?: 'jump']

/** Plays bids at a quiet time and returns the last decision with all public events after the opening one. */
function play(terms: Terms, ...calls: Call[]): { state: State; last: Decision; events: string[] } {
  let state = apply(null, open(terms, END))
  let last: Decision = { outcome: 'refused', code: 'LATEB' }
  const events: AuctionEvent[] = []
  for (const [bidder, amount, jump] of calls) {
    last = decide(terms, state, { bidder, amount, isMax: !jump, at: 0 })
    if (last.outcome === 'refused') continue
    events.push(...last.events)
    state = last.events.reduce<State>(apply, state)
  }
  return { state, last, events: events.map(brief) }
}

const brief = (event: AuctionEvent): string =>
  event.kind === 'raise'
    ? `raise ${event.maximum}`
    : `${event.kind} ${event.bidder} ${event.amount} -> ${event.leader} @${event.price}`

test('a boundary of a ladder belongs to the step that begins there', () => {
  expect([0, 99, 100, 2499, 2500, 500_000].map((p) => stepAbove(standard, p))).toEqual([
    5, 5, 25, 50, 100, 10_000,
  ])
  expect([0, 2999, 3000, 200_000].map((p) => stepAbove(live, p))).toEqual([100, 100, 200, 5000])
})

test('the first bid leads at the starting price (rule 3)', () => {
  const { state, events } = play(plain, ['ann', 5000])
  expect(events).toEqual(['bid ann 1000 -> ann @1000'])
  expect(state).toMatchObject({ maximum: 5000, bidCount: 1, reserveMet: true })
})

test('below the minimum a bid is refused with the minimum (rule 1, LOWBD)', () => {
  expect(play(plain, ['ann', 999]).last).toMatchObject({ code: 'LOWBD', minimum: 1000 })
  expect(play(plain, ['ann', 5000], ['bob', 1049]).last).toMatchObject({ minimum: 1050 })
})

test('a raise of the own maximum is silent and must exceed it (rules 1 and 2)', () => {
  const raised = play(plain, ['ann', 5000], ['ann', 5001])
  expect(raised.events).toEqual(['bid ann 1000 -> ann @1000', 'raise 5001'])
  expect(raised.state).toMatchObject({ seq: 2, maximum: 5001, bidCount: 1 })
  expect(play(plain, ['ann', 5000], ['ann', 5000]).last).toMatchObject({ minimum: 5001 })
})

test('a higher maximum wins at one step above the beaten one, which is shown first (rule 4)', () => {
  expect(play(plain, ['ann', 5000], ['bob', 9000]).events.slice(1)).toEqual([
    'auto_bid ann 5000 -> ann @5000',
    'bid bob 5100 -> bob @5100',
  ])
})

test('a leader can be outbid by less than one step (rule 4)', () => {
  expect(play(plain, ['ann', 5000], ['bob', 5001]).events.at(-1)).toBe('bid bob 5001 -> bob @5001')
})

test('a maximum that is public already gets no automatic event (rule 4)', () => {
  expect(play(plain, ['ann', 1000], ['bob', 1050]).events.slice(1)).toEqual([
    'bid bob 1050 -> bob @1050',
  ])
})

test('a lower bid is beaten at once by a step, a tie at the tied amount (rule 5)', () => {
  const beaten = play(plain, ['ann', 5000], ['bob', 2000])
  expect(beaten.last.outcome).toBe('outbid')
  expect(beaten.events.slice(1)).toEqual([
    'bid bob 2000 -> ann @2000',
    'auto_bid ann 2050 -> ann @2050',
  ])
  const tied = play(plain, ['ann', 5000], ['bob', 5000])
  expect(tied.events.slice(1)).toEqual([
    'bid bob 5000 -> ann @5000',
    'auto_bid ann 5000 -> ann @5000',
  ])
  expect(tied.state.bidCount).toBe(2)
})

test('below the reserve the maximum shows in full, then at least the reserve (rule 6)', () => {
  const terms = { ...plain, reserve: 3000 }
  const below = play(terms, ['ann', 2000], ['ann', 2500])
  expect(below.events).toEqual(['bid ann 2000 -> ann @2000', 'bid ann 2500 -> ann @2500'])
  expect(below.state.reserveMet).toBe(false)
  expect(close(below.state)).toMatchObject({ kind: 'unsold', bidder: null })

  const reached = play(terms, ['ann', 2000], ['ann', 8000])
  expect(reached.events.at(-1)).toBe('bid ann 3000 -> ann @3000')
  expect(reached.state).toMatchObject({ reserveMet: true, maximum: 8000 })
  expect(close(reached.state)).toMatchObject({ kind: 'sold', bidder: 'ann', amount: 3000 })
  expect(play(terms, ['ann', 2000], ['bob', 8000]).state.price).toBe(3000)
  expect(play(terms, ['ann', 4000], ['bob', 3500]).state.price).toBe(3600)
})

test('a jump puts the price straight at its amount when it leads (rule 7)', () => {
  expect(play(plain, ['ann', 4000, 'jump']).events).toEqual(['bid ann 4000 -> ann @4000'])
  expect(play(plain, ['ann', 5000], ['bob', 9000, 'jump']).state.price).toBe(9000)
  expect(play(plain, ['ann', 5000], ['bob', 3000, 'jump']).events.slice(1)).toEqual([
    'bid bob 3000 -> ann @3000',
    'auto_bid ann 3100 -> ann @3100',
  ])
})

test('a jump by the leader exceeds both the own maximum and the ladder', () => {
  expect(play(plain, ['ann', 5000], ['ann', 5000, 'jump']).last).toMatchObject({ minimum: 5001 })
  expect(play(plain, ['ann', 1000], ['ann', 1020, 'jump']).last).toMatchObject({ minimum: 1050 })
  const { state } = play(plain, ['ann', 5000], ['ann', 6000, 'jump'])
  expect(state).toMatchObject({ price: 6000, maximum: 6000, bidCount: 2 })
})

test('accepted bids inside the window extend the end up to the hard end; raises and refusals do not', () => {
  const terms: Terms = { ...plain, softClose: 100, hardEnd: END + 50 }
  const opened = apply(null, open(terms, END))
  const bidAt = (at: number, bidder: string, amount: number, state: State): State => {
    const decision = decide(terms, state, { bidder, amount, isMax: true, at })
    return decision.outcome === 'refused' ? state : decision.events.reduce<State>(apply, state)
  }
  expect(bidAt(END - 101, 'ann', 5000, opened).endsAt).toBe(END)
  const led = bidAt(END - 60, 'ann', 5000, opened)
  expect(led.endsAt).toBe(END + 40)
  expect(bidAt(END, 'ann', 6000, led).endsAt).toBe(END + 40)
  expect(bidAt(END, 'bob', 10, led).endsAt).toBe(END + 40)
  expect(bidAt(END, 'bob', 2000, led).endsAt).toBe(END + 50)
})

test('at the end itself a bid is too late (LATEB), sudden death never extends', () => {
  const opened = apply(null, open(plain, END))
  const at = (time: number) =>
    decide(plain, opened, { bidder: 'ann', amount: 1000, isMax: true, at: time })
  expect(at(END - 1)).toMatchObject({ outcome: 'leading', events: [{ endsAt: END }] })
  expect(at(END)).toEqual({ outcome: 'refused', code: 'LATEB' })
})

test('nobody leads: the minimum is the starting price and the end is unsold', () => {
  const opened = apply(null, open(plain, END))
  expect(minimumBid(plain, opened)).toBe(1000)
  expect(close(opened)).toMatchObject({ kind: 'unsold', leader: null, amount: null })
})
