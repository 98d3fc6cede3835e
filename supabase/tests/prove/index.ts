/** `npm run prove [-- part[:name] …] [--seed N] [--minutes M]`: tries to break the auctioneer; see README.md. */
import { parseArgs } from 'node:util'
import { runBroadcasts } from './broadcasts.ts'
import { runFaults } from './faults/run.ts'
import { runMoney } from './money/run.ts'
import { runProperties } from './properties.ts'
import { runRaces } from './races/run.ts'
import { createTally, type Tally } from './tally.ts'
import { runTampering } from './tampering.ts'

/** What the shares of the parts are made for, on two cores. */
const FULL_MINUTES = 20

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    minutes: { type: 'string', default: String(FULL_MINUTES) },
  },
})

interface Options {
  seed: number
  /** Of the whole run; each part takes its share. */
  minutes: number
  only?: string | undefined
}

type Part = (tally: Tally, options: Options) => Promise<void>

const parts: Record<string, Part> = {
  tampering: runTampering,
  properties: (tally, { minutes }) => {
    // With fewer cases a property cannot insist that it has seen every branch.
    const cases = (full: number) => Math.max(120, Math.ceil((full * minutes) / FULL_MINUTES))
    return runProperties(tally, [
      { file: 'bidding-properties', variable: 'PROPERTY_CASES', cases: cases(10_000) },
      { file: 'command-properties', variable: 'COMMAND_CASES', cases: cases(1200) },
      { file: 'ledger-verify', variable: 'LEDGER_CASES', cases: cases(1200) },
    ])
  },
  races: (tally, { seed, minutes, only }) =>
    runRaces(tally, { seed, only, milliseconds: minutes * 60_000 * 0.3 }),
  faults: (tally, { seed, minutes, only }) =>
    runFaults(tally, { seed, only, scale: minutes / FULL_MINUTES }),
  money: (tally, { seed, minutes }) => runMoney(tally, { seed, scale: minutes / FULL_MINUTES }),
  broadcasts: (tally, { seed, minutes }) =>
    runBroadcasts(tally, { seed, rounds: Math.ceil(minutes / 2) }),
}

function numberOf(name: string, text: string): number {
  const number = Number(text)
  if (!(number > 0)) throw new Error(`--${name} must be a number above 0, not "${text}"`)
  return number
}

const seed =
  values.seed === undefined ? Math.floor(Math.random() * 1e9) : numberOf('seed', values.seed)
const minutes = numberOf('minutes', values.minutes)
const chosen = positionals.length > 0 ? positionals : Object.keys(parts)
const tally = createTally()
const startedAt = performance.now()
console.log(`seed ${seed}`)

for (const choice of chosen) {
  const [name = '', only] = choice.split(':')
  const part = parts[name]
  if (!part) {
    console.error(`No such part: ${name}. There are: ${Object.keys(parts).join(', ')}.`)
    process.exit(2)
  }
  tally.begin(choice, `npm run prove -- ${choice} --seed ${seed}`)
  await part(tally, { seed, minutes, only }).catch((error: unknown) => {
    tally.violation(error instanceof Error ? (error.stack ?? error.message) : String(error))
  })
}

const { cases, bids, faults, checks } = tally.counts
const seconds = Math.round((performance.now() - startedAt) / 1000)
console.log(
  `cases ${cases}, bids ${bids}, faults ${faults}, checks ${checks}, skipped ${tally.skipped.length}, violations ${tally.violations.length}, ${seconds} s`,
)
process.exitCode = tally.violations.length === 0 ? 0 : 1
