/** `npm run seed`: demo data for the local stack. `npm start` imports `seed` and, in the background, `seedHistory`. */

import { seedHistory as playHistory } from './history.ts'
import { runProgram } from './program.ts'
import type { SeedReport } from './report.ts'
import { seed as fill } from './seed.ts'
import { targetFromEnvironment } from './target.ts'

export const seed = fill
export const seedHistory = playHistory

function summary({ outcome, people, products, shows, auctions, seconds }: SeedReport): string {
  if (outcome === 'unchanged') return 'The demo data is there already; nothing changed.'
  const what = `${people} people, ${products} products, ${shows} shows, ${auctions} timed auctions`
  return `${outcome === 'filled' ? 'Filled' : 'Completed'} in ${seconds.toFixed(1)} s: ${what}.`
}

async function main(): Promise<void> {
  const target = await targetFromEnvironment()
  console.log(summary(await seed(target)))
  console.log('Playing past sales (half a minute) …')
  console.log(
    (await seedHistory(target)) ? 'Past sales are done.' : 'Past sales are there already.',
  )
}

if (import.meta.main) await runProgram(main)
