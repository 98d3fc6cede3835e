/** A moment as Postgres writes it in JSON, with at most milliseconds. */
const INSTANT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,3}))?(Z|[+-]\d\d:\d\d)$/

/**
 * Exact milliseconds since 1970, or null for anything that is not one exact moment: no zone, a date that no calendar
 * has, or digits below the millisecond, which the ledger's hash could not see.
 */
export function parseInstant(text: string): number | null {
  const [, local, fraction = '', zone] = INSTANT.exec(text) ?? []
  // One moment has one spelling here: "-00:00" would be a second one of "+00:00".
  if (local === undefined || zone === undefined || zone === '-00:00') return null
  const spelled = `${local}.${fraction.padEnd(3, '0')}`
  const asUtc = Date.parse(`${spelled}Z`)
  // Date.parse turns 30 February into 1 March.
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString() !== `${spelled}Z`) return null
  const moment = Date.parse(`${spelled}${zone}`)
  return Number.isNaN(moment) ? null : moment
}

/** The moment that `parseInstant` has accepted before. */
export function instantOf(text: string): number {
  const moment = parseInstant(text)
  if (moment === null) throw new RangeError(`not an exact moment: ${text}`)
  return moment
}
