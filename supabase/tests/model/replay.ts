/** Plays a list of bids through the model, and makes bids that land where the rules are interesting. */
import {
  type AuctionEvent,
  apply,
  type Bid,
  type Decision,
  decide,
  minimumBid,
  open,
  type State,
  type Terms,
} from './auction.ts'

export interface Step {
  decision: Decision
  /** After the bid. */
  state: State
  /** The highest maximum that this bidder has given so far. */
  ownMaximum: number | null
}

export interface Replay {
  steps: Step[]
  events: AuctionEvent[]
  state: State
}

/** `bids` may look at the state to choose the next bid. */
export function replay(
  terms: Terms,
  endsAt: number,
  bids: readonly ((state: State) => Bid)[],
): Replay {
  const opened = open(terms, endsAt)
  const events = [opened]
  const steps: Step[] = []
  const maxima = new Map<string, number>()
  let state = apply(null, opened)
  for (const next of bids) {
    const bid = next(state)
    const decision = decide(terms, state, bid)
    if (decision.outcome !== 'refused') {
      events.push(...decision.events)
      state = decision.events.reduce<State>(apply, state)
      maxima.set(bid.bidder, Math.max(bid.amount, maxima.get(bid.bidder) ?? 0))
    }
    steps.push({ decision, state, ownMaximum: maxima.get(bid.bidder) ?? null })
  }
  return { steps, events, state }
}

/** Where a random bid aims: amounts that mean something in the state of the moment. */
export const aims = ['minimum', 'maximum', 'reserve', 'price', 'start'] as const
export type Aim = (typeof aims)[number]

export function aimAt(aim: Aim, terms: Terms, state: State): number {
  const targets: Record<Aim, number> = {
    minimum: minimumBid(terms, state),
    maximum: state.maximum ?? terms.startingPrice,
    reserve: terms.reserve ?? state.price,
    price: state.price,
    start: terms.startingPrice,
  }
  return targets[aim]
}
