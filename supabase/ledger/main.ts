/** `npm run ledger:verify`: reads, verifies, and says so in a few lines. */
import { writeFile } from 'node:fs/promises'
import { type DigestBody, DigestError } from '../../web/lib/ledger/digest.ts'
import { type FinalState, type Verdict, verifyLedger } from '../../web/lib/ledger/verify.ts'
import { formatMoney } from '../../web/lib/money.ts'
import { parseVerifyArguments, USAGE, UsageError, type VerifyArguments } from './arguments.ts'
import { dayOf, verifiedDigests } from './digests.ts'
import { type LedgerSource, readLedger } from './ledger.ts'
import { type Project, projectOf, SourceError } from './project.ts'

/** Exit codes: all is well, something is not true, it could not be checked. */
const GOOD = 0
const FALSE = 1
const UNKNOWN = 2

interface Surroundings {
  env: NodeJS.ProcessEnv
  say(line: string): void
}

/** Resolves with the exit code. */
export async function main(argv: string[], { env, say }: Surroundings): Promise<number> {
  try {
    const given = parseVerifyArguments(argv)
    if (given.help) say(USAGE)
    return given.help ? GOOD : await verify(given, () => projectOf(given, env), say)
  } catch (error) {
    if (error instanceof UsageError) say(`${error.message}\n\n${USAGE}`)
    else if (error instanceof SourceError) say(error.message)
    else throw error
    return UNKNOWN
  }
}

async function verify(
  given: VerifyArguments,
  project: () => Project,
  say: Surroundings['say'],
): Promise<number> {
  const source = given.ledger === undefined ? null : await readLedger(given.ledger, project)
  if (source !== null && given.exportTo !== undefined) {
    await writeFile(given.exportTo, `${JSON.stringify({ events: source.rows }, null, 1)}\n`)
    say(`Wrote ${source.rows.length} events to ${given.exportTo}`)
  }
  try {
    const digests = await checkDigests(given, project, say)
    return source === null ? GOOD : await checkLedger(source, given.head, digests, say)
  } catch (error) {
    if (!(error instanceof DigestError)) throw error
    say(`✗ The digest of ${error.day} is not to be believed: ${error.message}`)
    return FALSE
  }
}

async function checkDigests(
  { digest, signer }: VerifyArguments,
  project: () => Project,
  say: Surroundings['say'],
): Promise<DigestBody[]> {
  if (digest === undefined) return []
  const digests = await verifiedDigests(digest, signer, project)
  const [first] = digests
  const last = digests.at(-1) ?? first
  const days =
    first === last ? `The digest of ${first.day}` : `${digests.length} digests until ${last.day}`
  say(`✓ ${days}: signed${signer === undefined ? '' : ` by ${signer}`}, in one chain`)
  if (first.previous !== null) say(`  The digest of ${first.previous.day} before it is not here`)
  return digests
}

async function checkLedger(
  { rows, page }: LedgerSource,
  head: string | undefined,
  digests: DigestBody[],
  say: Surroundings['say'],
): Promise<number> {
  const witnesses = new Map(page?.head ? [[page.version, page.head]] : [])
  if (page !== null) say(page.title)
  const verdict = await verifyLedger(rows, { witnesses, ...(head && { expectedHead: head }) })
  const { finalState, fault } = verdict
  if (fault !== undefined || finalState === null || verdict.head === null)
    return refuse(verdict, say)
  say(`✓ ${verdict.events} events: complete, in order, chained, by the rules`)
  if (page?.head) say(`✓ The auction’s page shows the same hash for event ${page.version}`)
  if (head !== undefined) say('✓ The head is the expected one')
  if (digests.length > 0)
    say(`✓ Published in the digest of ${dayOf(finalState, verdict.head, digests)}`)
  say(summaryOf(finalState))
  say(`head  ${verdict.head}`)
  return GOOD
}

function refuse({ fault, events }: Verdict, say: Surroundings['say']): number {
  say(`✗ Event ${fault?.seq}, field ${fault?.field} (${fault?.rule}): ${fault?.message}`)
  say(events === 0 ? 'No event is good.' : `The first ${events} events are good.`)
  return FALSE
}

function summaryOf(state: FinalState): string {
  const price = formatMoney(state.price_cents, state.currency, 'en-US')
  const thing = state.format === 'fixed' ? 'unit' : 'bid'
  const bids = `${state.bid_count} ${thing}${state.bid_count === 1 ? '' : 's'}`
  if (state.sale === 'units') return `Sold ${bids} at ${price} each`
  if (state.sale === 'accepted')
    return `Sold to ${state.leader} at the price of the moment, ${price}`
  if (state.sale === 'buy_now') return `Bought now by ${state.leader} for ${price} after ${bids}`
  if (state.kind === 'sold') return `Sold to ${state.leader} for ${price} after ${bids}`
  if (state.kind === 'unsold') return `Not sold after ${bids}; the price was ${price}`
  if (state.kind === 'cancelled') return `Cancelled after ${bids}`
  if (state.format !== 'english') {
    const from = state.format === 'fixed' ? `${bids} sold at` : 'falling from'
    return `Open until ${state.ends_at}: ${from} ${price}`
  }
  const leader = state.leader === null ? 'nobody leads' : `${state.leader} leads`
  return `Open until ${state.ends_at}: ${leader} at ${price} after ${bids}`
}
