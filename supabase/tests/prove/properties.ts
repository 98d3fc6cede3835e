/** The property tests of `../db` in their long setting: SQL, reference model, replay and verifier tell the same story. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { PROJECT_DIR } from '../../local/paths.ts'
import type { Tally } from './tally.ts'

/** Test files by name, with the variable that says how many cases to try. */
export interface Property {
  file: string
  variable: string
  cases: number
}

export async function runProperties(tally: Tally, properties: readonly Property[]): Promise<void> {
  const require = createRequire(import.meta.url)
  const vitest = join(dirname(require.resolve('vitest/package.json')), 'vitest.mjs')
  // At the same time: each keeps one core busy at most.
  const runs = await Promise.all(properties.map((property) => run(vitest, property)))
  for (const { file, variable, cases, code, output } of runs) {
    tally.begin(`properties ${file}`, `${variable}=${cases} npx vitest run --project db ${file}`)
    // fast-check prints the seed, the path and the smallest auction that fails.
    if (code !== 0) tally.violation(`exit ${code}\n${output}`)
    const seen = /^random \w+: (\{.*\})$/m.exec(output)?.[1]
    if (code === 0 && seen === undefined) {
      tally.violation(`${file} did not say what it has seen\n${output}`)
    }
    tally.add({ cases: code === 0 ? cases : 0, bids: bidsIn(seen) })
    console.log(`properties ${file}: ${cases} random auctions, ${seen ?? 'failed'}`)
  }
}

async function run(
  vitest: string,
  { file, variable, cases }: Property,
): Promise<Property & { code: unknown; output: string }> {
  // A long run outlasts the time that a single test usually gets.
  const args = [vitest, 'run', '--project', 'db', '--testTimeout=3600000', file]
  const child = spawn(process.execPath, args, {
    cwd: PROJECT_DIR,
    env: { ...process.env, [variable]: String(cases), NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk
    })
  }
  const [code] = await once(child, 'close')
  return { file, variable, cases, code, output }
}

function bidsIn(seen: string | undefined): number {
  const counts: Record<string, number> = seen === undefined ? {} : JSON.parse(seen)
  return ['leading', 'outbid', 'refused', 'bid'].reduce((sum, kind) => sum + (counts[kind] ?? 0), 0)
}
