/** `npm run giveaway:verify`: a draw checked from outside, from its id or from an exported file. */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type DrawVerdict, verifyDraw } from '../../web/lib/giveaway/verify.ts'
import { ask, type Project, projectOf, SourceError } from './project.ts'

export const USAGE = `Verifies the draw of a giveaway, sharing no code with the database.

  npm run giveaway:verify -- GIVEAWAY [--commitment HEX] [--url URL --key KEY]

GIVEAWAY is an id (fetched from the running stack) or a file exported from the show's page.

  --commitment HEX  the hash that was published at the opening, as you noted it then

Ends with 0 when all is well, 1 when something is not true, 2 when it could not be checked.`

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const PAGE = 1000

interface Surroundings {
  env: NodeJS.ProcessEnv
  say(line: string): void
}

/** Resolves with the exit code. */
export async function main(argv: string[], { env, say }: Surroundings): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      options: { commitment: { type: 'string' }, url: { type: 'string' }, key: { type: 'string' } },
      allowPositionals: true,
    })
    const [name, ...rest] = positionals
    if (name === undefined || rest.length > 0) throw new SourceError(USAGE)
    const project = () => projectOf({ url: values.url, key: values.key }, env)
    const record = UUID.test(name) ? await download(project(), name) : await readExport(name)
    return report(await verifyDraw(record, { commitment: values.commitment?.toLowerCase() }), say)
  } catch (error) {
    if (error instanceof SourceError) say(error.message)
    else if (Reflect.get(Object(error), 'code')?.startsWith?.('ERR_PARSE_ARGS')) say(USAGE)
    else throw error
    return 2
  }
}

function report(
  { ok, fault, entries, counted, winner }: DrawVerdict,
  say: Surroundings['say'],
): number {
  if (!ok) {
    say(`✗ ${fault?.message} (${fault?.check})`)
    return 1
  }
  say('✓ The seed is the one whose hash was published at the opening')
  say(`✓ ${entries} entries, none added, taken away or moved; ${counted} of them were still there`)
  say(winner === null ? '✓ Nobody was there to win' : `✓ Seed and entries name entry ${winner}`)
  return 0
}

async function readExport(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new SourceError(
      `${path} cannot be read: ${error instanceof Error ? error.message : error}`,
    )
  })
  try {
    return JSON.parse(text)
  } catch {
    throw new SourceError(`${path}: not JSON`)
  }
}

async function download(project: Project, id: string): Promise<unknown> {
  const found = await ask(project, `giveaways?id=eq.${id}`)
  const giveaway: unknown = Array.isArray(found) ? found[0] : undefined
  if (giveaway === undefined) throw new SourceError('There is no such giveaway.')
  const entries: unknown[] = []
  for (let from = 0; ; from += PAGE) {
    const page = await ask(
      project,
      `giveaway_entries?giveaway_id=eq.${id}&order=position&offset=${from}&limit=${PAGE}`,
    )
    if (!Array.isArray(page)) throw new SourceError('giveaway_entries answers something else')
    entries.push(...page)
    if (page.length < PAGE) return { giveaway, entries }
  }
}
