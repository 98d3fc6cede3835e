import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { z } from 'zod'

const ROOT = join(import.meta.dirname, '../..')
const versions = z.record(z.string(), z.string())

async function json<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  return schema.parse(JSON.parse(await readFile(join(ROOT, path), 'utf8')))
}

it('the import map names the packages that npm installs, version by version', async () => {
  const { imports } = await json('functions/deno.json', z.object({ imports: versions }))
  const manifest = await json(
    'package.json',
    z.object({ dependencies: versions, devDependencies: versions }),
  )
  const installed = { ...manifest.dependencies, ...manifest.devDependencies }
  const expected = Object.keys(imports).map((name) => [name, `npm:${name}@${installed[name]}`])
  expect(imports).toEqual(Object.fromEntries(expected))
})
