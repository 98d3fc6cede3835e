/** Where a ledger comes from: a file, or the project page by page. */
import { z } from 'zod'
import { readRows } from './file.ts'
import { ask, type Project, SourceError } from './project.ts'

const PAGE = 1000
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export interface LedgerSource {
  rows: unknown[]
  /** What the auction's page says of itself, to be held against the ledger; null for a file. */
  page: { title: string; version: number; head: string | null } | null
}

const page = z.object({ title: z.string(), version: z.int(), head: z.string().nullable() })
const numbered = z.looseObject({ seq: z.int() })

/** Throws `SourceError`. */
export async function readLedger(name: string, project: () => Project): Promise<LedgerSource> {
  if (!UUID.test(name)) return { rows: await readRows(name, 'events'), page: null }
  const source = project()
  const id = name.toLowerCase()
  const answer = page.safeParse(await ask(source, 'rpc/auction_snapshot', { p_auction_id: id }))
  if (!answer.success) throw new SourceError('auction_snapshot answers something else')
  return { page: answer.data, rows: await fetchRows(source, id) }
}

async function fetchRows(project: Project, id: string): Promise<unknown[]> {
  const rows: unknown[] = []
  for (let last = 0; ; ) {
    const body = { p_auction_id: id, p_after_seq: last, p_limit: PAGE }
    const answer = await ask(project, 'rpc/auction_ledger', body)
    if (!Array.isArray(answer)) throw new SourceError('auction_ledger answers something else')
    rows.push(...answer)
    const end = numbered.safeParse(answer.at(-1))
    // Rows without a number, or whose numbers do not rise, are for the verifier to refuse.
    if (!end.success || end.data.seq <= last) return rows
    last = end.data.seq
  }
}
