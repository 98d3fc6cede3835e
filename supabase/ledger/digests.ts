/** Where digests come from, and what is asked of them. */
import { type DigestBody, DigestError, verifyDigests } from '../../web/lib/ledger/digest.ts'
import type { FinalState } from '../../web/lib/ledger/verify.ts'
import { readRows } from './file.ts'
import { ask, type Project, SourceError } from './project.ts'

const PAGE = 1000
const DAY = /^\d{4}-\d\d-\d\d$/

/** Digests in the order of days; all until `name` when it is a day. Throws `SourceError`. */
async function readDigests(name: string, project: () => Project): Promise<unknown[]> {
  if (!DAY.test(name)) return readRows(name, 'digests')
  const rows: unknown[] = []
  for (;;) {
    const query = `select=*&day=lte.${name}&order=day&limit=${PAGE}&offset=${rows.length}`
    const answer = await ask(project(), `ledger_digests?${query}`)
    if (!Array.isArray(answer)) throw new SourceError('ledger_digests answers something else')
    if (answer.length === 0) return rows
    rows.push(...answer)
  }
}

/** The digests, verified. Throws `DigestError` or `SourceError`. */
export async function verifiedDigests(
  name: string,
  signer: string | undefined,
  project: () => Project,
): Promise<[DigestBody, ...DigestBody[]]> {
  const [first, ...rest] = await verifyDigests(await readDigests(name, project), signer)
  const last = rest.at(-1) ?? first
  if (first === undefined || last === undefined) throw new SourceError(`No digest: ${name}`)
  if (DAY.test(name) && last.day !== name)
    throw new SourceError(`No digest of ${name} is published`)
  if (DAY.test(name) && first.previous !== null) {
    throw new DigestError(
      first.day,
      `The digests before it are missing, from ${first.previous.day} back.`,
    )
  }
  return [first, ...rest]
}

/** The day whose digest holds the auction with this end. Throws `DigestError`. */
export function dayOf(state: FinalState, head: string, digests: readonly DigestBody[]): string {
  const last = digests.at(-1)?.day ?? '?'
  const holding = digests.find(({ heads }) => heads.has(state.auction_id))
  const published = holding?.heads.get(state.auction_id)
  if (holding === undefined || published === undefined) {
    throw new DigestError(last, `The auction ${state.auction_id} is not in it.`)
  }
  if (published.seq !== state.seq || published.head !== head || published.kind !== state.kind) {
    const { seq, kind } = published
    throw new DigestError(
      holding.day,
      `It says "${kind}" with event ${seq}, head ${published.head}.`,
    )
  }
  return holding.day
}
