/** Bids that are taken back, and bids that came before the opening. */
import { apply, decide, open, type State, type Terms } from '../../model/auction.ts'
import type { EventFacts, RaiseFacts } from './read.ts'
import type { Decided } from './retell.ts'

/** An accepted maximum; a silent raise stands on the bidder's bid before it. */
export interface Maximum {
  bidder: string
  amount: number
  isMax: boolean
  bidSeq: number
}

/**
 * "Both append an event and recompute the state by replaying the ledger without that bid." Null for other entries.
 * What was struck out is taken from `maxima`.
 */
export function withdrawn(
  terms: Terms,
  state: State,
  events: readonly EventFacts[],
  index: number,
  maxima: Maximum[],
  say: (seq: number, text: string) => void,
): Decided | null {
  const event = events[index]
  if (event?.kind !== 'retracted' && event?.kind !== 'voided') return null
  const { seq, reason } = Object(JSON.parse(event.detail))
  const struck = events[Number(seq) - 1]
  if (struck?.kind !== 'bid' || !maxima.some(({ bidSeq }) => bidSeq === seq)) {
    say(event.seq, `it takes back event ${String(seq)}, which is no bid that counts`)
  }
  if (typeof reason !== 'string' || reason === '') say(event.seq, 'it gives no reason')
  if (event.bidder !== struck?.bidder) say(event.seq, 'it names another bidder')
  maxima.splice(0, maxima.length, ...maxima.filter(({ bidSeq }) => bidSeq !== seq))
  const folded = maxima.reduce<State>(
    (now, { bidder, amount, isMax }) => {
      const decision = decide(terms, now, { bidder, amount, isMax, at: 0 })
      return decision.outcome === 'refused' ? now : decision.events.reduce<State>(apply, now)
    },
    apply(null, open(terms, state.endsAt)),
  )
  const { endsAt } = state
  const after = { ...folded, endsAt, seq: state.seq + 1, bidCount: state.bidCount - 1 }
  return {
    events: [{ ...after, kind: 'bid', bidder: null, amount: struck?.amount ?? null }],
    by: {},
  }
}

/** "They resolve in arrival order when it opens": each that the rules accept, nothing else, and before all others. */
export function preBidFaults(
  auction: string,
  terms: Terms,
  events: readonly EventFacts[],
  raises: readonly RaiseFacts[],
): string[] {
  const [opened] = events
  if (opened === undefined) return []
  let state = apply(null, open(terms, opened.ends_at))
  const due: string[] = []
  for (const { bidder_id: bidder, max: amount } of raises.filter(
    (each) => each.seq === 0 && !each.voided,
  )) {
    const decision = decide(terms, state, { bidder, amount, isMax: true, at: opened.placed_at })
    if (decision.outcome === 'refused') continue
    state = decision.events.reduce<State>(apply, state)
    due.push(`${bidder} up to ${amount}`)
  }
  // What a client sends carries a key here; what the opening makes of a pre-bid has none.
  const bids = events.filter(({ kind, key }) => kind === 'bid' && key === null)
  const own = raises.filter(({ seq, key }) => seq > 0 && key === null)
  const made = [
    ...bids.map(({ seq, bidder_id, max }) => ({ seq, text: `${bidder_id} up to ${max}` })),
    ...own.map(({ seq, bidder_id, max }) => ({
      seq: seq + 0.5,
      text: `${bidder_id} up to ${max}`,
    })),
  ]
  const texts = made.sort((a, b) => a.seq - b.seq).map(({ text }) => text)
  return texts.join() === due.join()
    ? []
    : [`auction ${auction}: pre-bids ${due.join(', ')} opened as ${texts.join(', ')}`]
}
