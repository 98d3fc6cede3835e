/** One registry of error codes: what the SQL raises or returns, what the README lists, what the web app can explain. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DATABASE_ERROR_CODES } from '../../../web/lib/errors.ts'

const supabase = join(import.meta.dirname, '../..')

/** Registered, but no command needs them yet. Take a code from this list when one does. */
const RESERVED: string[] = []

/** A SQLSTATE of five digits, or five capitals of which the first is I-Z: the classes that Postgres leaves to users. */
const CODE = /'([0-9]{5}|[I-Z][A-Z]{4})'/g

async function codesOfMigrations(): Promise<string[]> {
  const folder = join(supabase, 'migrations')
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql'))
  const sources = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  return unique(
    sources.flatMap((source) => [...source.matchAll(CODE)].map(([, code]) => code ?? '')),
  )
}

async function codesOfReadme(): Promise<string[]> {
  const readme = await readFile(join(supabase, 'README.md'), 'utf8')
  const [, section] = /\n## Errors\n([\s\S]*?)\n## /.exec(readme) ?? []
  if (section === undefined) throw new Error('supabase/README.md has no section "Errors"')
  return unique([...section.matchAll(/^\| `(\w{5})` \|/gm)].map(([, code]) => code ?? ''))
}

const unique = (codes: readonly string[]): string[] => [...new Set(codes)].sort()

test('every code of the migrations is in supabase/README.md, and every listed one is used or reserved', async () => {
  const used = await codesOfMigrations()
  expect(used).toContain('LOWBD')
  expect(await codesOfReadme()).toEqual(unique([...used, ...RESERVED]))
  expect(used.filter((code) => RESERVED.includes(code))).toEqual([])
})

test('web/lib/errors.ts explains exactly the codes of supabase/README.md', async () => {
  expect(unique(DATABASE_ERROR_CODES)).toEqual(await codesOfReadme())
})
