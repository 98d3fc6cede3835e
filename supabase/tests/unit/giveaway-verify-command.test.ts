/** `npm run giveaway:verify` over files: what it says and how it ends. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drawnRecord } from '../../../web/lib/giveaway/samples/sealed.ts'
import { main } from '../../ledger/giveaway.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'draw-'))
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

test('verifies an export (exit 0), also against the commitment somebody noted', async () => {
  const record = await drawnRecord([true, false, true])
  const path = await fileOf(JSON.stringify(record))
  const { code, said } = await run(path, '--commitment', record.giveaway.commitment.toUpperCase())
  expect(code, said).toBe(0)
  expect(said).toContain('3 entries, none added, taken away or moved; 2 of them were still there')
  expect(said).toContain(`Seed and entries name entry ${record.giveaway.winner_position}`)
})

test('says that nobody was there to win', async () => {
  const { code, said } = await run(await fileOf(JSON.stringify(await drawnRecord([false]))))
  expect({ code, said }).toMatchObject({
    code: 0,
    said: expect.stringContaining('Nobody was there'),
  })
})

test('refuses what is not true and names the check (exit 1)', async () => {
  const record = await drawnRecord([true, true])
  const changed = { ...record, giveaway: { ...record.giveaway, prize: 'A pencil' } }
  expect(await run(await fileOf(JSON.stringify(changed)))).toMatchObject({
    code: 1,
    said: expect.stringContaining('(entries)'),
  })
  const path = await fileOf(JSON.stringify(record))
  expect(await run(path, '--commitment', '0'.repeat(64))).toMatchObject({
    code: 1,
    said: expect.stringContaining('(witness)'),
  })
})

test('says what it could not do (exit 2)', async () => {
  expect(await run()).toMatchObject({ code: 2, said: expect.stringContaining('giveaway:verify') })
  expect(await run('--nonsense', 'x')).toMatchObject({ code: 2 })
  expect(await run(join(folder, 'missing.json'))).toMatchObject({ code: 2 })
  expect(await run(await fileOf('no json'))).toMatchObject({ code: 2 })
  const id = '3f0a91c2-54d1-4c5b-8f3e-0d7a6f1b2c4d'
  expect(await run(id, '--url', 'http://127.0.0.1:1')).toMatchObject({ code: 2 })
})
