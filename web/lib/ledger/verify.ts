/**
 * Verifies an exported ledger with nothing but its public columns: shape, order, hash chain and the rules of the
 * auction. Shares no code with the database; runs wherever there is Web Crypto.
 */
import { toHex } from './bytes.ts'
import { eventHash, genesisHash } from './canonical.ts'
import { type EventKind, readEvent } from './event.ts'
import { Broken, type Fault, insist } from './fault.ts'
import { foldEvent } from './fold.ts'
import { dueAfter, type Sale, type State } from './state.ts'
import type { Format } from './terms.ts'

/** The public state after the last good event. Amounts in minor units, times ISO 8601 UTC. */
export interface FinalState {
  auction_id: string
  seq: number
  kind: EventKind
  currency: string
  format: Format['name']
  price_cents: number
  leader: string | null
  /** Bids that count; in a fixed-price sale the units sold. */
  bid_count: number
  reserve_met: boolean
  ends_at: string
  /** How it was sold; null when it is not. */
  sale: Sale | null
}

export interface Verdict {
  ok: boolean
  /** How many events are good. */
  events: number
  /** Null when not even the first one is. */
  finalState: FinalState | null
  /** Hash of the last good event. */
  head: string | null
  /** The first fault; absent when `ok`. */
  fault?: Fault
}

export interface VerifyOptions {
  /** The hash that the last event must have, from a source other than the export. */
  expectedHead?: string
  /** Hashes seen elsewhere (broadcasts, a printed receipt), by the `seq` of their event. */
  witnesses?: ReadonlyMap<number, string>
  /** Called after each good event. */
  onProgress?: (verified: number, total: number) => void
  /** Makes the promise reject with its reason. */
  signal?: AbortSignal
}

interface Progress {
  verified: number
  auctionId: string | null
  hash: Uint8Array | null
  state: State | null
}

/** Never rejects over what the rows hold, whatever they hold: the first fault is in the verdict. */
export async function verifyLedger(
  rows: readonly unknown[],
  options: VerifyOptions = {},
): Promise<Verdict> {
  const { onProgress, signal } = options
  const done: Progress = { verified: 0, auctionId: null, hash: null, state: null }
  try {
    insist(rows.length > 0, 'sequence', 'seq', 'There are no events.')
    for (const row of rows) {
      signal?.throwIfAborted()
      await verifyNext(done, row, options.witnesses)
      onProgress?.(done.verified, rows.length)
    }
  } catch (error) {
    return verdictOf(done, faultAt(done.verified + 1, error))
  }
  try {
    insistOnEnd(done, options)
  } catch (error) {
    return verdictOf(done, faultAt(done.verified, error))
  }
  return verdictOf(done)
}

async function verifyNext(
  done: Progress,
  row: unknown,
  witnesses: VerifyOptions['witnesses'],
): Promise<void> {
  const event = readEvent(row)
  const due = done.verified + 1
  const auctionId = done.auctionId ?? event.auction_id
  insist(event.auction_id === auctionId, 'auction', 'auction_id', 'An event of another auction.')
  insist(event.seq === due, 'sequence', 'seq', `Event ${event.seq} stands where ${due} was due.`)
  const previous = done.hash ?? (await genesisHash(auctionId))
  const continues = event.prev_hash === toHex(previous)
  insist(continues, 'chain', 'prev_hash', 'The event does not continue the one before it.')
  const hash = await eventHash(previous, event)
  const isSealed = toHex(hash) === event.hash
  const folded = attempt(() => foldEvent(done.state, event))
  if (!isSealed) throw unsealed(folded)
  if ('broken' in folded) throw folded.broken
  const witnessed = witnesses?.get(due) ?? event.hash
  insist(
    witnessed === event.hash,
    'head',
    'hash',
    'Not the hash that was published for this event.',
  )
  Object.assign(done, { verified: due, auctionId, hash, state: folded.value })
}

/** A changed event often breaks a rule as well; that rule tells which field was changed. */
function unsealed(folded: { broken: Broken } | { value: State }): Broken {
  const changed = 'The event was changed after it was sealed: its fields do not give its hash.'
  if (!('broken' in folded)) return new Broken('seal', 'hash', changed)
  return new Broken('seal', folded.broken.field, `${changed} ${folded.broken.message}`)
}

function insistOnEnd(
  { verified, hash, state }: Progress,
  { expectedHead, witnesses }: VerifyOptions,
): void {
  const open = state?.open ?? null
  const due = open === null ? '' : dueAfter(open)
  insist(open === null, 'automatic', 'kind', `The ledger is cut off: "${due}" was due after this.`)
  const seen = Math.max(0, ...(witnesses?.keys() ?? []))
  insist(
    seen <= verified,
    'head',
    'seq',
    `Event ${seen} was published, but the ledger ends before it.`,
  )
  if (expectedHead === undefined || hash === null) return
  const isExpected = toHex(hash) === expectedHead.toLowerCase()
  insist(isExpected, 'head', 'hash', 'The ledger does not end with the expected head.')
}

function attempt<T>(run: () => T): { value: T } | { broken: Broken } {
  try {
    return { value: run() }
  } catch (error) {
    if (error instanceof Broken) return { broken: error }
    throw error
  }
}

function faultAt(seq: number, error: unknown): Fault {
  if (!(error instanceof Broken)) throw error
  return { seq, field: error.field, rule: error.rule, message: error.message }
}

function verdictOf(done: Progress, fault?: Fault): Verdict {
  const { verified, hash } = done
  const head = hash === null ? null : toHex(hash)
  const verdict = {
    ok: fault === undefined,
    events: verified,
    finalState: finalStateOf(done),
    head,
  }
  return fault === undefined ? verdict : { ...verdict, fault }
}

function finalStateOf({ state, auctionId, verified }: Progress): FinalState | null {
  if (state === null || auctionId === null) return null
  return {
    auction_id: auctionId,
    seq: verified,
    kind: state.kind,
    currency: state.terms.currency,
    format: state.terms.format.name,
    price_cents: state.price,
    leader: state.leader,
    bid_count: state.bidCount,
    reserve_met: state.reserveMet,
    ends_at: new Date(state.endsAt).toISOString(),
    sale: state.sale,
  }
}
