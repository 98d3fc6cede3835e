/** What was tried and what was found. A violation is recorded with the command that tries the same again. */

export interface Counts {
  cases: number
  bids: number
  faults: number
  /** Whole databases held against the invariants. */
  checks: number
}

export interface Tally {
  readonly counts: Counts
  readonly violations: readonly string[]
  /** Parts that this machine cannot do, with the reason. */
  readonly skipped: readonly string[]
  /** Which case the violations that follow belong to; `again` is the command that repeats it. */
  begin(title: string, again: string): void
  add(what: Partial<Counts>): void
  violation(text: string): void
  skip(what: string, reason: string): void
}

const SHOWN = 20

export function createTally(): Tally {
  const counts: Counts = { cases: 0, bids: 0, faults: 0, checks: 0 }
  const violations: string[] = []
  const skipped: string[] = []
  const known = new Set<string>()
  let title = ''
  let again = ''
  return {
    counts,
    violations,
    skipped,
    begin(nextTitle, command) {
      title = nextTitle
      again = command
    },
    add(what) {
      counts.cases += what.cases ?? 0
      counts.bids += what.bids ?? 0
      counts.faults += what.faults ?? 0
      counts.checks += what.checks ?? 0
    },
    violation(text) {
      // What is wrong stays wrong: the checks after the next cases find it again.
      if (known.has(text)) return
      known.add(text)
      violations.push(`${title}: ${text}`)
      if (violations.length <= SHOWN) {
        console.error(`VIOLATION  ${title}: ${text}\n           again: ${again}`)
      }
    },
    skip(what, reason) {
      if (skipped.includes(`${what}: ${reason}`)) return
      skipped.push(`${what}: ${reason}`)
      console.log(`skipped    ${what}: ${reason}`)
    },
  }
}
