/** `npm run bench [-- suite …] [--quick | --smoke] [--json]`: measures, prints a table and writes it to latest.md. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { benchBids } from './bids.ts'
import { benchCatalog } from './catalog.ts'
import { benchClose } from './close.ts'
import { findDriver } from './driver.ts'
import { benchFanout } from './fanout.ts'
import { type Figure, lineOf, tableOf } from './figures.ts'
import { benchMoney } from './money.ts'
import { benchPath } from './path.ts'
import { benchReconnect } from './reconnect.ts'
import { FULL, QUICK, type Settings, SMOKE } from './settings.ts'
import { benchStorm } from './storm.ts'
import { benchWeb } from './web.ts'

const driver = await findDriver()

/** A suite's parts, each with a server of its own. */
const SUITES: Record<string, ((settings: Settings) => Promise<Figure[]>)[]> = {
  bids: [
    (settings) => benchBids(driver, settings),
    (settings) => benchStorm(driver, settings),
    (settings) => benchPath(driver, settings),
  ],
  catalog: [benchCatalog],
  close: [benchClose],
  fanout: [benchFanout],
  money: [benchMoney],
  web: [benchWeb],
  reconnect: [benchReconnect],
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    smoke: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})

const unknown = positionals.filter((suite) => !Object.hasOwn(SUITES, suite))
if (unknown.length > 0) {
  console.error(
    `No such suite: ${unknown.join(', ')}. There are: ${Object.keys(SUITES).join(', ')}.`,
  )
  process.exit(2)
}

const settings = values.smoke ? SMOKE : values.quick ? QUICK : FULL
const chosen = positionals.length > 0 ? positionals : Object.keys(SUITES)
const figures: Figure[] = []
for (const suite of chosen) {
  for (const part of SUITES[suite] ?? []) {
    const measured = await part(settings)
    figures.push(...measured)
    if (values.json) for (const figure of measured) console.log(lineOf(figure))
  }
}
if (!values.json) {
  const table = tableOf(figures)
  console.log(
    `Rates driven by ${driver.name}; ${settings.rounds} rounds of ${settings.seconds} s, A B B A.`,
  )
  console.log(table)
  if (!values.smoke) await writeFile(join(import.meta.dirname, 'latest.md'), `${table}\n`)
}
