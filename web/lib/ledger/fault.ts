/**
 * What a fault breaks:
 * `shape` a field is missing, unknown or malformed · `auction` an event of another auction · `sequence` a gap, a
 * repetition or a swap · `chain` an event that does not continue the one before · `seal` an event that was changed after
 * it was sealed · `terms`, `format`, `opening`, `price`, `minimum`, `automatic`, `leader`, `reserve`, `count`, `time`,
 * `soft_close`, `withdrawal`, `purchase`, `closing` the rules of the auction · `head` not the ledger that somebody else
 * has seen.
 */
export type Rule =
  | 'shape'
  | 'auction'
  | 'sequence'
  | 'chain'
  | 'seal'
  | 'terms'
  | 'format'
  | 'opening'
  | 'price'
  | 'minimum'
  | 'automatic'
  | 'leader'
  | 'reserve'
  | 'count'
  | 'time'
  | 'soft_close'
  | 'withdrawal'
  | 'purchase'
  | 'closing'
  | 'head'

/** Where a ledger stops being true. */
export interface Fault {
  /** The place in the ledger, from 1: the `seq` that was due there. */
  seq: number
  /** The field in which it shows. */
  field: string
  rule: Rule
  /** For people. */
  message: string
}

/** Thrown inside the verifier only; it becomes the `fault` of the verdict. */
export class Broken extends Error {
  override name = 'Broken'
  readonly field: string
  readonly rule: Rule

  constructor(rule: Rule, field: string, message: string) {
    super(message)
    this.field = field
    this.rule = rule
  }
}

export function insist(holds: boolean, rule: Rule, field: string, message: string): asserts holds {
  if (!holds) throw new Broken(rule, field, message)
}
