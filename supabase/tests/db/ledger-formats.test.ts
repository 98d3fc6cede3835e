/**
 * The public verifier against a real ledger of every format and every kind of event. `LEDGER_SAMPLES=write` keeps them as
 * the samples that the tampering tests start from.
 */
import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventKinds } from '../../../web/lib/ledger/event.ts'
import { verifyLedger } from '../../../web/lib/ledger/verify.ts'
import { type Company, finish, type StoryName, stories } from '../support/format-ledgers.ts'
import { openMarket } from '../support/market.ts'
import { installRealLedgers } from '../support/real-ledgers.ts'
import type { LedgerRow } from '../support/shapes.ts'

let company: Company
const seen = new Set<string>()

beforeAll(async () => {
  const market = await openMarket()
  const bidders = await Promise.all([market.bidder(), market.bidder(), market.bidder()])
  const ledgers = await installRealLedgers(market, bidders)
  const [ann, bob, kim] = bidders
  company = { market, ledgers, admin: await market.admin(), bidders: [ann, bob, kim] }
})
afterAll(() => company.market.db.drop())

const samples = new URL('../../../web/lib/ledger/samples/', import.meta.url)
const fileOf = (name: string) =>
  new URL(`${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.json`, samples)

async function verified(auction: string): Promise<LedgerRow[]> {
  const rows = await company.ledgers.rows(auction)
  const snapshot = await company.market.snapshot(auction)
  const verdict = await verifyLedger(rows, { expectedHead: snapshot.head ?? '' })
  expect(verdict, JSON.stringify(rows, null, 1)).toMatchObject({ ok: true, events: rows.length })
  const { leader, bid_count, reserve_met, version: seq } = snapshot
  expect(verdict.finalState).toMatchObject({ leader, bid_count, reserve_met, seq })
  return rows
}

const expectedKinds: Record<StoryName, [kinds: string, end: string]> = {
  withdrawn: [
    'opened bid bid auto_bid auto_bid bid bid retracted bid auto_bid bid auto_bid extended voided bid auto_bid',
    'sold',
  ],
  grouped: ['opened bid extended auto_bid bid', 'sold'],
  boughtNow: ['opened bid sold', ''],
  accepted: ['opened extended sold', ''],
  notAccepted: ['opened', 'unsold'],
  soldOut: ['opened bought bought bought bought sold', ''],
  unitsLeft: ['opened bought extended', 'sold'],
  calledOff: ['opened bid bid auto_bid cancelled', ''],
}

test.each(Object.keys(stories) as StoryName[])(
  'the ledger of "%s" verifies, running and over',
  async (name) => {
    const { market } = company
    await market.forgetRates()
    const auction = await stories[name](company)
    await verified(auction)
    await finish(company, auction)
    const rows = await verified(auction)
    const [kinds, end] = expectedKinds[name]
    expect(rows.map(({ kind }) => kind).join(' ')).toBe(`${kinds} ${end}`.trim())
    for (const { kind } of rows) seen.add(kind)
    expect(await market.db.sql`select private.check_ledger(${auction})`).toEqual([])
    if (process.env.LEDGER_SAMPLES === 'write') {
      const text = rows.map((row) => JSON.stringify(row)).join(',\n')
      await writeFile(fileOf(name), `[\n${text}\n]\n`)
    }
  },
)

test('these ledgers hold every kind of event', () => {
  expect([...seen].sort()).toEqual([...eventKinds].sort())
})
