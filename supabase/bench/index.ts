/** `npm run bench [-- suite] [--quick | --smoke] [--json]`: measures, prints a table and writes it to latest.md. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { benchBids, type Settings } from './bids.ts'
import { findDriver } from './driver.ts'
import { tableOf } from './figures.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    smoke: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})

const SUITES = ['bids']
const unknown = positionals.filter((suite) => !SUITES.includes(suite))
if (unknown.length > 0) {
  console.error(`No such suite: ${unknown.join(', ')}. There are: ${SUITES.join(', ')}.`)
  process.exit(2)
}

const settings: Settings = values.smoke
  ? { rounds: 1, seconds: 1 }
  : values.quick
    ? { rounds: 5, seconds: 3 }
    : { rounds: 7, seconds: 5 }

const driver = await findDriver()
const figures = await benchBids(driver, settings, values.quick || values.smoke)
if (values.json) {
  for (const figure of figures) {
    console.log(JSON.stringify({ ...figure, ok: figure.ratio >= figure.target }))
  }
} else {
  const table = tableOf(figures)
  console.log(
    `Driven by ${driver.name}; ${settings.rounds} rounds of ${settings.seconds} s, A B B A.`,
  )
  console.log(table)
  if (!values.smoke) await writeFile(join(import.meta.dirname, 'latest.md'), `${table}\n`)
}
