/** `npm run ledger:verify` over files: what it says and how it ends. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LedgerEvent } from '../../../web/lib/ledger/event.ts'
import {
  eventAt,
  ledgers,
  soldLedger,
  unsoldLedger,
} from '../../../web/lib/ledger/samples/sealed.ts'
import { changed, rearranged } from '../../../web/lib/ledger/samples/tampered.ts'
import { main } from '../../ledger/main.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function run(...argv: string[]): Promise<{ code: number; said: string }> {
  const lines: string[] = []
  const code = await main(argv, { env: {}, say: (line) => lines.push(line) })
  return { code, said: lines.join('\n') }
}

async function fileOf(text: string): Promise<string> {
  const path = join(folder, `${crypto.randomUUID()}.json`)
  await writeFile(path, text)
  return path
}

const sold = JSON.stringify(soldLedger)
const head = eventAt(soldLedger, soldLedger.length).hash

test.each([
  ['an array', sold],
  ['an object with events', JSON.stringify({ exported_at: 'x', events: soldLedger })],
  ['one event a line', `${soldLedger.map((event) => JSON.stringify(event)).join('\n')}\n`],
])('verifies a file with %s (exit 0), with price and head', async (_what, text) => {
  const { code, said } = await run(await fileOf(text), '--head', head.toUpperCase())
  expect(code, said).toBe(0)
  expect(said).toContain('19 events')
  expect(said).toContain('Sold to 007E0089 for $202.50 after 12 bids')
  expect(said).toContain(`head  ${head}`)
})

test('tells how a lot ended that was not sold, and how one stands that runs', async () => {
  expect((await run(await fileOf(JSON.stringify(unsoldLedger)))).said).toContain(
    'Not sold after 2 bids; the price was $15',
  )
  const running = await run(await fileOf(JSON.stringify(soldLedger.slice(0, 2))))
  expect(running).toMatchObject({
    code: 0,
    said: expect.stringContaining('474E1D5A leads at $10 after 1 bid'),
  })
})

test('names event, field and rule of a fault (exit 1)', async () => {
  const rows = soldLedger.map((row) =>
    row.seq === 7 ? { ...row, price_cents: 4200, amount_cents: 4200 } : row,
  )
  const { code, said } = await run(await fileOf(JSON.stringify(rows)))
  expect([code, said]).toEqual([1, expect.stringContaining('Event 7, field price_cents (seal)')])
})

test.each<[string, readonly LedgerEvent[], string]>([
  ['bought now', ledgers.boughtNow, 'Bought now by 9E66B373 for $80 after 1 bid'],
  ['accepted', ledgers.accepted, 'Sold to 3ACE2678 at the price of the moment, $83'],
  ['sold out', ledgers.soldOut, 'Sold 7 units at $15 each'],
  ['sold in part', ledgers.unitsLeft, 'Sold 4 units at $10 each'],
  ['passed', ledgers.notAccepted, 'Not sold after 0 bids; the price was $40'],
  ['called off', ledgers.calledOff, 'Cancelled after 2 bids'],
  ['selling units', ledgers.soldOut.slice(0, 3), '5 units sold at $15'],
  ['falling', ledgers.accepted.slice(0, 2), 'falling from $90'],
])('tells of an auction that was %s', async (_what, rows, summary) => {
  const { code, said } = await run(await fileOf(JSON.stringify(rows)))
  expect([code, said]).toEqual([0, expect.stringContaining(summary)])
})

test.each(Object.entries(ledgers))(
  'refuses the %s ledger with one byte changed in any field, or an event moved (exit 1)',
  async (_name, ledger) => {
    const path = join(folder, `${crypto.randomUUID()}.json`)
    for (const { what, rows, seq } of [...changed(ledger), ...rearranged(ledger)]) {
      await writeFile(path, JSON.stringify(rows))
      const { code, said } = await run(path)
      expect([code, said], what).toEqual([1, expect.stringContaining(`✗ Event ${seq}, field`)])
    }
  },
)

test('refuses another head than the expected one (exit 1)', async () => {
  const { code, said } = await run(await fileOf(sold), '--head', '0'.repeat(64))
  expect([code, said]).toEqual([1, expect.stringContaining('(head)')])
})

test('--export writes what was read, and it verifies again', async () => {
  const copy = join(folder, 'copy.json')
  expect((await run(await fileOf(sold), '--export', copy)).code).toBe(0)
  expect(JSON.parse(await readFile(copy, 'utf8'))).toEqual({ events: soldLedger })
  expect((await run(copy, '--head', head)).code).toBe(0)
})

test('an empty ledger is not true (exit 1)', async () => {
  expect((await run(await fileOf('[]'))).code).toBe(1)
})

test.each<[string, string[]]>([
  ['nothing', []],
  ['two ledgers', ['a', 'b']],
  ['an unknown option', ['a', '--fast']],
  ['a head that is none', ['a', '--head', 'abc']],
  ['a signer that is none', ['a', '--signer', 'me']],
  ['a file that is not there', ['/nowhere.json']],
  [
    'a project that does not answer',
    [eventAt(soldLedger, 1).auction_id, '--url', 'http://127.0.0.1:1'],
  ],
  [
    'a day of a project that does not answer',
    ['--digest', '2026-11-22', '--url', 'http://127.0.0.1:1'],
  ],
])('says what is wrong with %s (exit 2)', async (_what, argv) => {
  const { code, said } = await run(...argv)
  expect(code).toBe(2)
  expect(said.length).toBeGreaterThan(20)
})

test('a file that is neither JSON nor lines of it cannot be checked (exit 2)', async () => {
  expect(await run(await fileOf('{"seq":1}\nseq 2'))).toMatchObject({
    code: 2,
    said: expect.stringContaining('line 2'),
  })
})

test('--help tells how (exit 0)', async () => {
  expect(await run('--help')).toMatchObject({ code: 0, said: expect.stringContaining('--digest') })
})
