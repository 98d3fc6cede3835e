/** Every command has a test that names it, so that a new one cannot come without. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const here = import.meta.dirname
const TITLE = /(?:\btest|\]\))\(\s*(?:'((?:[^'\\]|\\.)*)'|`([^`]*)`)/g

let db: TestDatabase

beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.drop())

async function titles(): Promise<string[]> {
  const files = (await readdir(here)).filter((file) => file.endsWith('.test.ts'))
  const sources = await Promise.all(files.map((file) => readFile(join(here, file), 'utf8')))
  return sources.flatMap((source) =>
    [...source.matchAll(TITLE)].map((match) => match[1] ?? match[2] ?? ''),
  )
}

test('every public function is named by the title of a test', async () => {
  const named = new Set((await titles()).flatMap((title) => title.match(/[a-z_]+/g) ?? []))
  const functions = await db.admin<{ name: string }[]>`
    select proname as name from pg_proc where pronamespace = 'public'::regnamespace order by 1`
  expect(functions.length).toBeGreaterThan(25)
  expect(functions.map(({ name }) => name).filter((name) => !named.has(name))).toEqual([])
})
