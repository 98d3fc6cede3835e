/**
 * `node supabase/local/scripts/advisors.ts`: Supabase's own advisors over a migrated database. Every finding must be
 * fixed or stand in `supabase/advisors.json` with a reason; an entry that finds nothing any more must go.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { PROJECT_DIR } from '../paths.ts'
import { supabaseCli } from '../postgres/migrate.ts'
import { startScratchServer } from '../postgres/scratch.ts'

const report = z.object({
  results: z.array(
    z.object({
      name: z.string(),
      level: z.string(),
      detail: z.string(),
      metadata: z.object({ name: z.string().optional(), schema: z.string().optional() }).nullish(),
    }),
  ),
})

const allowList = z.object({
  accepted: z.array(
    z.strictObject({
      finding: z.string(),
      /** `schema.name` of each object the reason covers. */
      objects: z.array(z.string()).min(1),
      reason: z.string().min(20),
    }),
  ),
})

interface Finding {
  key: string
  level: string
  detail: string
}

async function readFindings(): Promise<Finding[]> {
  const server = await startScratchServer()
  try {
    const flags = ['--level', 'warn', '--fail-on', 'none', '--output-format', 'json']
    const result = await supabaseCli(['db', 'advisors', ...flags], server.url('postgres'))
    if (result.code !== 0) throw new Error(`supabase db advisors failed:\n${result.stderr}`)
    return report
      .parse(JSON.parse(result.stdout))
      .results.map(({ name, level, detail, metadata }) => ({
        key: `${name} ${metadata?.schema ?? ''}.${metadata?.name ?? ''}`,
        level,
        detail,
      }))
  } finally {
    await server.stop()
  }
}

async function readAccepted(): Promise<Set<string>> {
  const text = await readFile(join(PROJECT_DIR, 'supabase/advisors.json'), 'utf8')
  const { accepted } = allowList.parse(JSON.parse(text))
  return new Set(
    accepted.flatMap(({ finding, objects }) => objects.map((each) => `${finding} ${each}`)),
  )
}

const [findings, accepted] = await Promise.all([readFindings(), readAccepted()])
const unlisted = findings.filter(({ key }) => !accepted.has(key))
const found = new Set(findings.map(({ key }) => key))
const obsolete = [...accepted].filter((key) => !found.has(key))

for (const { level, key, detail } of unlisted) console.error(`${level} ${key}: ${detail}`)
for (const key of obsolete)
  console.error(`supabase/advisors.json lists ${key}, which is not found any more`)
console.log(
  `${findings.length} findings, ${findings.length - unlisted.length} accepted with a reason`,
)
if (unlisted.length + obsolete.length > 0) process.exitCode = 1
